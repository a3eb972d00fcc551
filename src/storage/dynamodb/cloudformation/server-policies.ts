/** One table as a policy names it. */
export interface ServedTable {
  /** Its ARN, as CloudFormation writes it. */
  readonly arn: object;
  /** Length of its name. */
  readonly length: number;
  /** The ARNs of its indexes; `null` where it has none. */
  readonly indexes: object | null;
}

/** What a server does with tables: nothing with their settings, and nothing that lists or makes any. */
export const tableActions = [
  'dynamodb:BatchGetItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:DescribeTable',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:UpdateItem',
] as const;

/** What it does with indexes. */
export const indexActions = ['dynamodb:Query'] as const;

/** What DynamoDB does with a key of the customer's in the name of the server. */
const keyActions = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'] as const;

/** Characters of a managed policy, and how many of them an ARN takes besides the name. AWS: "IAM and STS quotas". */
const largestPolicy = 6144;
const arnLength = 80;
const overhead = 1200;

/** Policy documents that let a server use tables and nothing else, as many as it takes to keep within IAM's quota. */
export function serverPolicies(tables: readonly ServedTable[], encryption: string | undefined): readonly object[] {
  const documents: object[] = [];
  let part: ServedTable[] = [];
  let size = overhead;
  for (const table of tables) {
    const more = (arnLength + table.length) * (table.indexes === null ? 1 : 2);
    if (part.length > 0 && size + more > largestPolicy) {
      documents.push(policy(part, encryption));
      [part, size] = [[], overhead];
    }
    part.push(table);
    size += more;
  }
  if (part.length > 0) documents.push(policy(part, encryption));
  return documents;
}

function policy(tables: readonly ServedTable[], encryption: string | undefined): object {
  const indexes = tables.flatMap((table) => table.indexes ?? []);
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Tables', Effect: 'Allow', Action: [...tableActions], Resource: tables.map(({ arn }) => arn) },
      ...(indexes.length === 0
        ? []
        : [{ Sid: 'Indexes', Effect: 'Allow', Action: [...indexActions], Resource: indexes }]),
      ...keyStatement(encryption),
    ],
  };
}

/** Keys of AWS need no permission of the caller's. A key is used through DynamoDB only. */
function keyStatement(encryption: string | undefined): readonly object[] {
  if (encryption === undefined || encryption === 'aws-owned' || encryption === 'aws-managed') return [];
  const isAlias = /^(arn:[^:]+:kms:[^:]+:\d+:)?alias\//.test(encryption);
  const keys = (name: string) => ({
    'Fn::Sub': `arn:\${AWS::Partition}:kms:\${AWS::Region}:\${AWS::AccountId}:key/${name}`,
  });
  const key = encryption.startsWith('arn:') ? encryption : keys(encryption);
  const alias = encryption.replace(/^.*:alias\//, 'alias/');
  return [
    {
      Sid: 'Key',
      Effect: 'Allow',
      Action: [...keyActions],
      Resource: isAlias ? keys('*') : key,
      Condition: {
        StringEquals: { 'kms:ViaService': { 'Fn::Sub': 'dynamodb.${AWS::Region}.amazonaws.com' } },
        ...(isAlias ? { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': alias } } : {}),
      },
    },
  ];
}

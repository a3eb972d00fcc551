import * as v from 'valibot';
import { flag, text, url } from './described-values.ts';

const byModel = (value: string, description: string) =>
  v.pipe(v.record(v.string(), text(value)), v.description(description));

export const engine = v.pipe(
  v.strictObject({
    type: v.pipe(v.picklist(['sqlite', 'dynamodb']), v.description('Which engine: `sqlite` or `dynamodb`.')),
    region: v.optional(
      text('DynamoDB: the region, as `eu-central-1`. Default: that of the environment or the AWS configuration.'),
    ),
    endpoint: v.optional(url('DynamoDB: another address of the service, as `http://localhost:8000`. Default: of AWS.')),
    prefix: v.optional(
      v.pipe(
        v.string(),
        v.description('DynamoDB: what stands before the model in names of tables; may be empty. Default: nothing.'),
      ),
    ),
    apiId: v.optional(
      text(
        'DynamoDB: the API in names of tables as Amplify has them, `<Model>-<apiId>-<env>`. Default: names end with the model.',
      ),
    ),
    env: v.optional(text('DynamoDB: the environment in these names. Default: `NONE`, as in Gen 2.')),
    tables: v.optional(
      byModel(
        '',
        'DynamoDB: names of tables by model, where they follow no rule. They come before prefix and `apiId`.',
      ),
    ),
    consistentReads: v.optional(
      flag(
        'DynamoDB: whether lists, relations and key queries of tables see every write that was answered, at twice the price. Default: true.',
      ),
    ),
    pointInTimeRecovery: v.optional(
      flag('DynamoDB: whether tables can be restored to any second of the last 35 days. Default: as they are.'),
    ),
    deletionProtection: v.optional(
      flag('DynamoDB: whether the service refuses to delete tables. Default: as they are.'),
    ),
    encryption: v.optional(
      text(
        'DynamoDB: `aws-owned`, `aws-managed` or a KMS key that encrypts tables. Default: as they are, `aws-owned` at first.',
      ),
    ),
    timeToLive: v.optional(
      byModel(
        '',
        'DynamoDB: by model, the field with the Unix time in seconds at which an item expires. Default: none expires.',
      ),
    ),
  }),
  v.description('Where items are kept. Default: SQLite in the data folder.'),
);

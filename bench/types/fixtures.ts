/** A data model written once, for either builder: what follows the import of `a` and `ClientSchema`. */
export interface Fixture {
  readonly name: string;
  /** What is measured. */
  readonly about: string;
  readonly schema: string;
  /** Models whose operations are called in the `used` measurements. */
  readonly used: readonly string[];
  /** Instead of `list` with a few fields: a selection set through relations. */
  readonly selection?: readonly string[];
}

const scalars = ['string', 'integer', 'float', 'boolean', 'datetime', 'email', 'json', 'id', 'url', 'date'] as const;

function scalarField(index: number): string {
  const required = index % 3 === 0 ? '.required()' : '';
  return `field${index}: a.${scalars[index % scalars.length]}()${required},`;
}

function scalarFields(count: number): string {
  return Array.from({ length: count }, (_, index) => scalarField(index)).join('\n    ');
}

const publicRules = '.authorization((allow) => [allow.publicApiKey()])';

function schemaOf(models: readonly string[]): string {
  return `const schema = a.schema({\n  ${models.join(',\n  ')},\n})${publicRules};\n`;
}

const basic = schemaOf(['Todo: a.model({ content: a.string(), done: a.boolean().required() })']);

const blog = schemaOf([
  `Blog: a.model({ title: a.string().required(), subtitle: a.string(), posts: a.hasMany('Post', 'blogId'), tags: a.string().array(), since: a.date() })`,
  `Post: a.model({ title: a.string().required(), body: a.string(), rating: a.float(), status: a.enum(['DRAFT', 'PUBLISHED']), blogId: a.id().required(), blog: a.belongsTo('Blog', 'blogId'), comments: a.hasMany('Comment', 'postId'), meta: a.customType({ words: a.integer().required(), source: a.url() }) }).secondaryIndexes((index) => [index('title').sortKeys(['rating'])])`,
  `Comment: a.model({ text: a.string().required(), likes: a.integer().default(0), postId: a.id().required(), post: a.belongsTo('Post', 'postId'), at: a.datetime() }).authorization((allow) => [allow.owner(), allow.publicApiKey().to(['read'])])`,
]);

/** Models in a ring: each has many of the next and belongs to the one before, with scalar fields besides. */
function ring(count: number, fields: number): string {
  return schemaOf(
    Array.from({ length: count }, (_, index) => {
      const next = (index + 1) % count;
      const before = (index + count - 1) % count;
      return `Model${index}: a.model({
    ${scalarFields(fields)}
    children: a.hasMany('Model${next}', 'parent${next}Id'),
    parent${index}Id: a.id(),
    parent: a.belongsTo('Model${before}', 'parent${index}Id'),
  })`;
    }),
  );
}

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `Model${index}`);
}

/** Two schemas in one, each with models, an enum and an operation. */
const combined = `const first = ${blog.slice('const schema = '.length).trim()}
const second = a.schema({
  Team: a.model({ name: a.string().required(), members: a.hasMany('Member', 'teamId'), level: a.ref('Level') }),
  Member: a.model({ name: a.string().required(), mail: a.email(), teamId: a.id(), team: a.belongsTo('Team', 'teamId') }),
  Level: a.enum(['LOW', 'HIGH']),
  invite: a.mutation().arguments({ mail: a.email().required() }).returns(a.ref('Member')).handler(a.handler.function('invite')),
})${publicRules};
const schema = a.combine([first, second]);
`;

export const fixtures: readonly Fixture[] = [
  { name: 'basic', about: '1 model, 2 fields', schema: basic, used: ['Todo'] },
  {
    name: 'p50',
    about: '3 related models, an index, an enum, a custom type',
    schema: blog,
    used: ['Blog', 'Post', 'Comment'],
  },
  { name: 'p50-prod', about: '25 related models, 10 fields each', schema: ring(25, 10), used: ['Model0'] },
  { name: 'p50-prod, all used', about: 'the same, every model called', schema: ring(25, 10), used: names(25) },
  {
    name: 'wide',
    about: '1 model, 500 fields',
    schema: schemaOf([`Model0: a.model({\n    ${scalarFields(500)}\n  })`]),
    used: ['Model0'],
  },
  {
    name: 'wide, small',
    about: '1 model, 43 fields',
    schema: schemaOf([`Model0: a.model({\n    ${scalarFields(43)}\n  })`]),
    used: ['Model0'],
  },
  {
    name: 'selection set',
    about: '10 models related both ways, selected three relations deep',
    schema: ring(10, 5),
    used: ['Model0'],
    selection: ['id', 'children.id', 'children.children.field0', 'parent.parent.field1'],
  },
  {
    name: 'combine',
    about: 'two schemas with 5 models, an enum and a mutation',
    schema: combined,
    used: ['Post', 'Team'],
  },
  {
    name: '1,500 models',
    about: '1,500 models, 1 field each',
    schema: schemaOf(names(1500).map((name) => `${name}: a.model({ field0: a.string() })`)),
    used: ['Model0'],
  },
  { name: 'cyclic', about: '300 related models, 3 fields each', schema: ring(300, 3), used: ['Model0'] },
];

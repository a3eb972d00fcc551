/** A schema with one of everything the typed client asks for, as the official builder lowers it. */
export const blogSchema = /* GraphQL */ `
  enum Status {
    DRAFT
    PUBLISHED
  }
  type Location {
    lat: Float!
    long: Float
  }
  type Blog @model @auth(rules: [{ allow: public }]) {
    id: ID! @primaryKey
    name: String!
    posts: [Post] @hasMany(references: ["blogId"])
  }
  type Post @model @auth(rules: [{ allow: public }, { allow: owner }]) {
    id: ID! @primaryKey
    title: String!
    status: Status @index(name: "postsByStatusAndScoreAndTitle", queryField: "listPostByStatusAndScoreAndTitle", sortKeyFields: ["score", "title"])
    score: Int
    tags: [String!]!
    location: Location
    json: AWSJSON
    blogId: ID @index(name: "postsByBlogIdAndTitle", queryField: "postsByBlog", sortKeyFields: ["title"])
    blog: Blog @belongsTo(references: ["blogId"])
    comments: [Comment] @hasMany(references: ["postId"])
    meta: PostMeta @hasOne(references: ["postId"])
  }
  type Comment @model @auth(rules: [{ allow: public }]) {
    id: ID! @primaryKey
    body: String
    postId: ID
    post: Post @belongsTo(references: ["postId"])
  }
  type PostMeta @model @auth(rules: [{ allow: public }]) {
    id: ID! @primaryKey
    views: Int
    postId: ID
    post: Post @belongsTo(references: ["postId"])
  }
  type Store @model @auth(rules: [{ allow: public }]) {
    tenant: String! @primaryKey(sortKeyFields: ["code", "num"])
    code: String!
    num: Int!
    name: String
    items: [Item] @hasMany(references: ["tenant", "code", "num"])
  }
  type Item @model @auth(rules: [{ allow: public }]) {
    itemId: ID! @primaryKey(sortKeyFields: ["at"])
    at: AWSDateTime!
    tenant: String
    code: String
    num: Int
    store: Store @belongsTo(references: ["tenant", "code", "num"])
  }
  type Secret @model @auth(rules: [{ allow: owner }]) {
    id: ID! @primaryKey
    text: String
  }
`;

const field = (type: unknown, name: string, isRequired = false) => ({
  name,
  isArray: false,
  type,
  isRequired,
  attributes: [],
});
const list = (type: unknown, name: string, isRequired = false) => ({
  ...field(type, name, isRequired),
  isArray: true,
  isArrayNullable: !isRequired,
});
const hasMany = (model: string, name: string, associatedWith: string[]) => ({
  ...list({ model }, name),
  association: { connectionType: 'HAS_MANY', associatedWith },
});
const hasOne = (model: string, name: string, associatedWith: string[]) => ({
  ...field({ model }, name),
  association: { connectionType: 'HAS_ONE', associatedWith, targetNames: [] },
});
const belongsTo = (model: string, name: string, targetNames: string[]) => ({
  ...field({ model }, name),
  association: { connectionType: 'BELONGS_TO', targetNames },
});
const key = (properties: object) => ({ type: 'key', properties });

function model(
  name: string,
  pluralName: string,
  fields: readonly { readonly name: string }[],
  attributes: readonly object[] = [],
  primaryKey: readonly [string, ...string[]] = ['id'],
) {
  const timestamps = ['createdAt', 'updatedAt'].map((each) => ({ ...field('AWSDateTime', each), isReadOnly: true }));
  const [primaryKeyFieldName, ...sortKeyFieldNames] = primaryKey;
  const isCustomPrimaryKey = primaryKeyFieldName !== 'id';
  return {
    name,
    fields: Object.fromEntries([...fields, ...timestamps].map((each) => [each.name, each])),
    syncable: true,
    pluralName,
    attributes: [
      { type: 'model', properties: {} },
      ...(isCustomPrimaryKey ? [key({ fields: primaryKey })] : []),
      ...attributes,
      {
        type: 'auth',
        properties: {
          rules: [{ allow: 'public', provider: 'apiKey', operations: ['create', 'update', 'delete', 'read'] }],
        },
      },
    ],
    primaryKeyInfo: { isCustomPrimaryKey, primaryKeyFieldName, sortKeyFieldNames },
  };
}

const ownerRule = {
  type: 'auth',
  properties: {
    rules: [
      {
        provider: 'userPools',
        ownerField: 'owner',
        allow: 'owner',
        identityClaim: 'cognito:username',
        operations: ['create', 'update', 'delete', 'read'],
      },
    ],
  },
};

const id = field('ID', 'id', true);

/** The model introspection of {@link blogSchema}, as the official generator writes it. */
export const blogIntrospection = {
  version: 1,
  models: {
    Blog: model('Blog', 'Blogs', [id, field('String', 'name', true), hasMany('Post', 'posts', ['blogId'])]),
    Post: model(
      'Post',
      'Posts',
      [
        id,
        field('String', 'title', true),
        field({ enum: 'Status' }, 'status'),
        field('Int', 'score'),
        list('String', 'tags', true),
        field({ nonModel: 'Location' }, 'location'),
        field('AWSJSON', 'json'),
        field('ID', 'blogId'),
        belongsTo('Blog', 'blog', ['blogId']),
        hasMany('Comment', 'comments', ['postId']),
        hasOne('PostMeta', 'meta', ['postId']),
      ],
      [
        key({
          name: 'postsByStatusAndScoreAndTitle',
          queryField: 'listPostByStatusAndScoreAndTitle',
          fields: ['status', 'score', 'title'],
        }),
        key({ name: 'postsByBlogIdAndTitle', queryField: 'postsByBlog', fields: ['blogId', 'title'] }),
        ownerRule,
      ],
    ),
    Comment: model('Comment', 'Comments', [
      id,
      field('String', 'body'),
      field('ID', 'postId'),
      belongsTo('Post', 'post', ['postId']),
    ]),
    PostMeta: model('PostMeta', 'PostMetas', [
      id,
      field('Int', 'views'),
      field('ID', 'postId'),
      belongsTo('Post', 'post', ['postId']),
    ]),
    Store: model(
      'Store',
      'Stores',
      [
        field('String', 'tenant', true),
        field('String', 'code', true),
        field('Int', 'num', true),
        field('String', 'name'),
        hasMany('Item', 'items', ['tenant', 'code', 'num']),
      ],
      [],
      ['tenant', 'code', 'num'],
    ),
    Item: model(
      'Item',
      'Items',
      [
        field('ID', 'itemId', true),
        field('AWSDateTime', 'at', true),
        field('String', 'tenant'),
        field('String', 'code'),
        field('Int', 'num'),
        belongsTo('Store', 'store', ['tenant', 'code', 'num']),
      ],
      [],
      ['itemId', 'at'],
    ),
    Secret: model('Secret', 'Secrets', [id, field('String', 'text')]),
  },
  enums: { Status: { name: 'Status', values: ['DRAFT', 'PUBLISHED'] } },
  nonModels: {
    Location: {
      name: 'Location',
      fields: { lat: field('Float', 'lat', true), long: field('Float', 'long') },
    },
  },
};

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

/**
 * SDL of a schema of `count` models as applications have them: each with fields of several types, an index with a sort
 * field, relations to its neighbours, an enum and a custom type of its own, and rules for three kinds of callers.
 */
export function schemaOfModels(count: number): string {
  return Array.from({ length: count }, (_, index) => model(index, count)).join('\n');
}

function model(index: number, count: number): string {
  const previous = `Model${(index + count - 1) % count}`;
  const next = `Model${(index + 1) % count}`;
  return /* GraphQL */ `
    type Model${index}
      @model
      @auth(rules: [{ allow: owner }, { allow: private, operations: [read] }, { allow: groups, groups: ["Admin"] }]) {
      id: ID!
      title: String! @validate(type: minLength, value: "1")
      body: String
      count: Int @default(value: "0")
      ratio: Float
      published: Boolean
      status: Status${index}! @index(queryField: "model${index}ByStatus", sortKeyFields: ["dueOn"])
      dueOn: AWSDate!
      place: Place${index}
      tags: [String!]
      parentId: ID
      parent: ${previous} @belongsTo(references: ["parentId"])
      children: [${next}] @hasMany(references: ["parentId"])
    }
    enum Status${index} { OPEN DONE }
    type Place${index} { lat: Float! lon: Float! name: String }`;
}

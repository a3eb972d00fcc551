import { describe, expect, test } from 'vitest';
import { buildApi } from '../api/build-api.ts';
import { compile } from '../compiler/compile.ts';
import { clientTypes } from './client-types.ts';
import { statementFiles } from './statements.ts';

const { model } = compile([
  {
    file: 'schema.graphql',
    text: `
      enum Mood { GOOD BAD }
      type Spot { lat: Float! tags: [String!] }
      type Owner @model(subscriptions: null, mutations: null) @auth(rules: [{ allow: public }]) {
        id: ID!
        pets: [Pet] @hasMany(references: ["ownerId"])
      }
      type Pet
        @model(queries: { list: null }, subscriptions: null, mutations: { update: null, delete: null })
        @auth(rules: [{ allow: public }]) {
        id: ID!
        mood: Mood!
        spots: [Spot!]
        ownerId: ID
        owner: Owner @belongsTo(references: ["ownerId"])
      }
      interface Shape { area: Float! }
      type Circle implements Shape { area: Float! radius: Float }
      type Query { count(min: Int = 3): Int @function(name: "f") shapes: [Shape!]! @function(name: "f") }
    `,
  },
]);
const api = buildApi(model!);

test('TypeScript statements, tied to their types', () => {
  const [queries, mutations, ...more] = statementFiles(api, { typesModule: './API' });
  expect(more).toEqual([]);
  expect(queries!.name).toBe('queries.ts');
  expect(queries!.text).toBe(`/* tslint:disable */
/* eslint-disable */
// this is an auto generated file. This will be overwritten

import * as APITypes from "./API";
type GeneratedQuery<InputType, OutputType> = string & {
  __generatedQueryInput: InputType;
  __generatedQueryOutput: OutputType;
};

export const getOwner = /* GraphQL */ \`query GetOwner($id: ID!) {
  getOwner(id: $id) {
    id
    createdAt
    updatedAt
    pets {
      nextToken
      __typename
    }
    __typename
  }
}
\` as GeneratedQuery<APITypes.GetOwnerQueryVariables, APITypes.GetOwnerQuery>;
export const listOwners = /* GraphQL */ \`query ListOwners(
  $filter: ModelOwnerFilterInput
  $limit: Int
  $nextToken: String
) {
  listOwners(filter: $filter, limit: $limit, nextToken: $nextToken) {
    items {
      id
      createdAt
      updatedAt
      __typename
    }
    nextToken
    __typename
  }
}
\` as GeneratedQuery<
  APITypes.ListOwnersQueryVariables,
  APITypes.ListOwnersQuery
>;
export const getPet = /* GraphQL */ \`query GetPet($id: ID!) {
  getPet(id: $id) {
    id
    mood
    spots {
      lat
      tags
      __typename
    }
    ownerId
    createdAt
    updatedAt
    owner {
      id
      createdAt
      updatedAt
      __typename
    }
    __typename
  }
}
\` as GeneratedQuery<APITypes.GetPetQueryVariables, APITypes.GetPetQuery>;
export const count = /* GraphQL */ \`query Count($min: Int = 3) {
  count(min: $min)
}
\` as GeneratedQuery<APITypes.CountQueryVariables, APITypes.CountQuery>;
export const shapes = /* GraphQL */ \`query Shapes {
  shapes {
    area
    __typename
    ... on Circle {
      radius
    }
  }
}
\` as GeneratedQuery<APITypes.ShapesQueryVariables, APITypes.ShapesQuery>;
`);
  expect(mutations!.name).toBe('mutations.ts');
  expect(mutations!.text).toContain(`\` as GeneratedMutation<
  APITypes.CreatePetMutationVariables,
  APITypes.CreatePetMutation
>;
`);
});

describe('other targets', () => {
  test.each([
    ['javascript', 'queries.js', '/* eslint-disable */\n// this is an auto generated file'],
    ['flow', 'queries.js', '// @flow\n// this is an auto generated file'],
    ['graphql', 'queries.graphql', '# this is an auto generated file'],
    ['angular', 'queries.graphql', '# this is an auto generated file'],
  ] as const)('%s', (target, name, start) => {
    const [queries] = statementFiles(api, { target, typesModule: './API' });
    expect(queries!.name).toBe(name);
    expect(queries!.text.startsWith(start)).toBe(true);
    expect(queries!.text).not.toContain('APITypes');
  });
});

test('depth and type names are options', () => {
  const [queries] = statementFiles(api, { target: 'graphql', maxDepth: 1, typename: false });
  expect(queries!.text).toContain(`query GetPet($id: ID!) {
  getPet(id: $id) {
    id
    mood
    ownerId
    createdAt
    updatedAt
  }
}
`);
});

test('the types of what statements send and receive', () => {
  const { name, text } = clientTypes(api);
  expect(name).toBe('API.ts');
  expect(text.slice(0, text.indexOf('export type Owner'))).toBe(`/* tslint:disable */
/* eslint-disable */
//  This file was automatically generated and should not be edited.

`);
  for (const part of [
    `export enum Mood {
  GOOD = "GOOD",
  BAD = "BAD",
}


export type Spot = {
  __typename: "Spot",
  lat: number,
  tags?: Array< string > | null,
};
`,
    `export type CountQueryVariables = {
  min?: number | null,
};

export type CountQuery = {
  count?: number | null,
};
`,
    `export type GetPetQuery = {
  getPet?:  {
    __typename: "Pet",
    id: string,
    mood: Mood,
    spots?:  Array< {
      __typename: "Spot",
      lat: number,
      tags?: Array< string > | null,
    } > | null,
    ownerId?: string | null,
    createdAt: string,
    updatedAt: string,
    owner?:  {
      __typename: "Owner",
      id: string,
      createdAt: string,
      updatedAt: string,
    } | null,
  } | null,
};
`,
    `export type ShapesQuery = {
  shapes:  Array<( {
      __typename: "Circle",
      area: number,
      radius?: number | null,
    }
  ) >,
};
`,
  ]) {
    expect(text).toContain(part);
  }
});

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { buildApi } from '../../api/build-api.ts';
import { compile } from '../../compiler/compile.ts';
import { typesFor } from './types-for.ts';

const { model } = compile([
  {
    file: 'schema.graphql',
    text: `
      enum Mood { GOOD BAD }
      input Near { lat: Float! tags: [String] mood: Mood }
      type Spot { lat: Float! tags: [String!] at: AWSDateTime inner: Inner! list: [Inner!] }
      type Inner { mood: Mood }
      type Query { find(near: Near!, limit: Int): [Spot]! @function(name: "f") count: Int @function(name: "f") }
      type Mutation { touch(id: ID!): Spot @function(name: "f") }
      type Subscription { onTouch: Spot @aws_subscribe(mutations: ["touch"]) }
    `,
  },
]);
const api = buildApi(model!);

/** As the official generator writes them. */
test('Flow types of enums, inputs and operations', () => {
  expect(typesFor(api, 'flow', {})).toEqual([{ name: 'API.js', text: flow }]);
});

test('Flow types of one operation a file', () => {
  const files = typesFor(api, 'flow-modern', {});
  expect(files.map(({ name }) => name)).toEqual(['Find.js', 'Count.js', 'Touch.js', 'OnTouch.js']);
  expect(files[0]!.text).toBe(flowModern);
});

/** As the official generator writes it, but for `client`, `!== undefined` and for what may be null in lists. */
test('a service for Angular', () => {
  const [file, ...more] = typesFor(api, 'angular', {});
  expect(more).toEqual([]);
  expect(file!.name).toBe('api.service.ts');
  for (const part of angular) expect(file!.text).toContain(part);
});

test('a description in JSON', () => {
  const [file] = typesFor(api, 'json', { maxDepth: 1 });
  expect(file!.name).toBe('API');
  expect(file!.text).toMatch(/^\{\n\t"operations": \[\n\t\t\{\n/);
  const { operations, fragments, typesUsed } = JSON.parse(file!.text);
  const source = `query Find($near: Near!, $limit: Int) {
  find(near: $near, limit: $limit) {
    __typename
    lat
    tags
    at
  }
}`;
  const variable = (name: string, type: string) => ({ name, value: { kind: 'Variable', variableName: name }, type });
  const field = (name: string, type: string) => ({
    responseName: name,
    fieldName: name,
    type,
    isConditional: false,
    isDeprecated: false,
  });
  expect(operations[0]).toEqual({
    filePath: 'queries.graphql',
    operationName: 'Find',
    operationType: 'query',
    rootType: 'Query',
    variables: [
      { name: 'near', type: 'Near!' },
      { name: 'limit', type: 'Int' },
    ],
    source,
    fields: [
      {
        ...field('find', '[Spot]!'),
        args: [variable('near', 'Near!'), variable('limit', 'Int')],
        fields: [
          field('__typename', 'String!'),
          field('lat', 'Float!'),
          field('tags', '[String!]'),
          field('at', 'AWSDateTime'),
        ],
        fragmentSpreads: [],
        inlineFragments: [],
      },
    ],
    fragmentSpreads: [],
    inlineFragments: [],
    fragmentsReferenced: [],
    sourceWithFragments: source,
    operationId: createHash('sha256').update(source).digest('hex'),
  });
  expect(operations.map(({ operationName, filePath }: Record<string, string>) => [operationName, filePath])).toEqual([
    ['Find', 'queries.graphql'],
    ['Count', 'queries.graphql'],
    ['Touch', 'mutations.graphql'],
    ['OnTouch', 'subscriptions.graphql'],
  ]);
  expect(fragments).toEqual([]);
  expect(typesUsed.map(({ kind, name }: Record<string, string>) => `${kind} ${name}`)).toEqual([
    'InputObjectType Near',
    'EnumType Mood',
    'ObjectType Spot',
    'ScalarType AWSDateTime',
    'ObjectType Inner',
  ]);
  expect(typesUsed[1]).toEqual({
    kind: 'EnumType',
    name: 'Mood',
    values: [
      { name: 'GOOD', isDeprecated: false },
      { name: 'BAD', isDeprecated: false },
    ],
  });
});

test('interfaces and unions have a case for every type, also where it has no fields of its own', () => {
  const shapes = compile([
    {
      file: 'schema.graphql',
      text: `
        interface Shape { area: Float! }
        type Circle implements Shape { area: Float! radius: Float @deprecated(reason: "half of it") }
        type Dot implements Shape { area: Float! }
        union Mark = Circle | Dot
        type Query { shapes: [Shape!]! @function(name: "f") mark: Mark @function(name: "f") }
      `,
    },
  ]);
  const text = (target: 'typescript' | 'flow' | 'flow-modern' | 'angular' | 'json') =>
    typesFor(buildApi(shapes.model!), target, {})
      .map((file) => file.text)
      .join('\n');
  expect(text('typescript')).toContain(`export type ShapesQuery = {
  shapes:  Array<( {
      __typename: "Circle",
      area: number,
      radius?: number | null,
    } | {
      __typename: "Dot",
      area: number,
    }
  ) >,
};`);
  expect(text('flow')).toContain(`export type MarkQuery = {|
  mark: ?( {
      __typename: "Circle",
      area: number,
      radius: ?number,
    } | {
      __typename: "Dot",
      area: number,
    }
  ),
|};`);
  expect(text('flow-modern')).toContain(`export type Shapes_shapes = {
  __typename: "Circle",
  area: number,
  radius: ?number,
} | {
  __typename: "Dot",
  area: number,
};

export type Shapes = {
  shapes: Shapes_shapes[],
};`);
  expect(text('angular')).toContain(`export type MarkQuery = {
  __typename: "Circle";
  area: number;
  radius?: number | null;
} | {
  __typename: "Dot";
  area: number;
};`);
  const { operations, typesUsed } = JSON.parse(text('json'));
  const [{ inlineFragments }] = operations[0].fields;
  expect(inlineFragments).toHaveLength(1);
  expect(inlineFragments[0]).toMatchObject({ typeCondition: 'Circle', possibleTypes: ['Circle'] });
  expect(inlineFragments[0].fields.map(({ fieldName }: Record<string, string>) => fieldName)).toEqual([
    '__typename',
    'area',
    'radius',
  ]);
  expect(inlineFragments[0].fields[2]).toMatchObject({ isDeprecated: true, deprecationReason: 'half of it' });
  expect(typesUsed[1]).toMatchObject({ kind: 'ObjectType', name: 'Circle', ifaces: [{ name: 'Shape' }] });
});

const flow = `/* @flow */
/* eslint-disable */
//  This file was automatically generated and should not be edited.

export type Near = {|
  lat: number,
  tags?: ?Array< ?string >,
  mood?: ?Mood,
|};

export type Mood =
  "GOOD" |
  "BAD";


export type FindQueryVariables = {|
  near: Near,
  limit?: ?number,
|};

export type FindQuery = {|
  find:  Array<? {|
    __typename: "Spot",
    lat: number,
    tags: ?Array< string >,
    at: ?any,
    inner: {|
      __typename: string,
      mood: ?Mood,
    |},
    list: ? Array< {|
      __typename: string,
      mood: ?Mood,
    |} >,
  |} >,
|};

export type CountQuery = {|
  count: ?number,
|};

export type TouchMutationVariables = {|
  id: string,
|};

export type TouchMutation = {|
  touch: ? {|
    __typename: "Spot",
    lat: number,
    tags: ?Array< string >,
    at: ?any,
    inner: {|
      __typename: string,
      mood: ?Mood,
    |},
    list: ? Array< {|
      __typename: string,
      mood: ?Mood,
    |} >,
  |},
|};

export type OnTouchSubscription = {|
  onTouch: ? {|
    __typename: "Spot",
    lat: number,
    tags: ?Array< string >,
    at: ?any,
    inner: {|
      __typename: string,
      mood: ?Mood,
    |},
    list: ? Array< {|
      __typename: string,
      mood: ?Mood,
    |} >,
  |},
|};
`;

const flowModern = `/* @flow */
// This file was automatically generated and should not be edited.

// ====================================================
// GraphQL query operation: Find
// ====================================================

export type Find_find_inner = {
  __typename: "Inner",
  mood: ?Mood,
};

export type Find_find_list = {
  __typename: "Inner",
  mood: ?Mood,
};

export type Find_find = {
  __typename: "Spot",
  lat: number,
  tags: ?string[],
  at: ?any,
  inner: Find_find_inner,
  list: ?Find_find_list[],
};

export type Find = {
  find: (?Find_find)[],
};

export type FindVariables = {
  near: Near,
  limit?: ?number,
};

export type Near = {
  lat: number,
  tags?: ?(?string)[],
  mood?: ?Mood,
};

export type Mood = "GOOD" | "BAD";
`;

const angular = [
  `/* tslint:disable */
/* eslint-disable */
//  This file was automatically generated and should not be edited.
import { Injectable } from "@angular/core";
import { generateClient, GraphQLResult } from "aws-amplify/api";
import { Observable } from "rxjs";

export type __SubscriptionContainer = {
  onTouch: OnTouchSubscription;
};

`,
  `export type FindQuery = {
  __typename: "Spot";
  lat: number;
  tags?: Array<string> | null;
  at?: string | null;
  inner: {
    __typename: "Inner";
    mood?: Mood | null;
  };
  list?: Array<{
    __typename: "Inner";
    mood?: Mood | null;
  }> | null;
};

`,
  `@Injectable({
  providedIn: "root"
})
export class APIService {
  public client = generateClient();
  async Find(near: Near, limit?: number): Promise<Array<FindQuery | null>> {
    const statement = \`query Find($near: Near!, $limit: Int) {
        find(near: $near, limit: $limit) {
          __typename
          lat
          tags
          at
          inner {
            __typename
            mood
          }
          list {
            __typename
            mood
          }
        }
      }\`;
    const gqlAPIServiceArguments: any = {
      near
    };
    if (limit !== undefined) {
      gqlAPIServiceArguments.limit = limit;
    }
    const response = (await this.client.graphql({
      query: statement,
      variables: gqlAPIServiceArguments
    })) as any;
    return <Array<FindQuery | null>>response.data.find;
  }
  async Count(): Promise<number | null> {
    const statement = \`query Count {
        count
      }\`;
    const response = (await this.client.graphql({ query: statement })) as any;
    return <number | null>response.data.count;
  }
`,
  `  OnTouchListener(): Observable<
    GraphQLResult<Pick<__SubscriptionContainer, "onTouch">>
  > {
    const statement = \`subscription OnTouch {
        onTouch {
`,
  `    return this.client.graphql({ query: statement }) as any;
  }
}
`,
];

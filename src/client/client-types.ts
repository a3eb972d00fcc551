import type { CallOptions } from './call-options.ts';
import type { EventFilter, ModelFilter } from './filter-types.ts';
import type { GraphQLFormattedError } from './graphql-result.ts';
import type { GraphQLResponse, VariablesOf } from './graphql-types.ts';
import type { Observable } from './observable.ts';
import type { Selected, SelectionPath } from './selection-types.ts';

/** A client of the backend that `Schema` (`ClientSchema<typeof schema>`) describes. */
export interface Client<Schema> {
  readonly models: { readonly [Name in Entries<Schema, 'model'>]: ModelMethods<Schema[Name]> };
  readonly enums: { readonly [Name in Entries<Schema, 'enum'>]: { values(): Member<Schema[Name], 'type'>[] } } & {
    readonly [Enum in InlineEnums<Schema> as Enum['name']]: { values(): Enum['value'][] };
  };
  readonly queries: { readonly [Name in Entries<Schema, 'customQuery'>]: Operation<Schema[Name]> };
  readonly mutations: { readonly [Name in Entries<Schema, 'customMutation'>]: Operation<Schema[Name]> };
  readonly subscriptions: {
    readonly [Name in Entries<Schema, 'customSubscription'>]: Call<
      Schema[Name],
      Observable<NonNullable<Member<Schema[Name], 'type'>>>
    >;
  };
  /** There for programs that call them in the cloud: here each call rejects, as they need a model in Amazon Bedrock. */
  readonly generations: { readonly [Name in Entries<Schema, 'customGeneration'>]: Operation<Schema[Name]> };
  readonly conversations: { readonly [Name in Entries<Schema, 'customConversation'>]: Conversations<Schema[Name]> };
  /** Runs any document; rejects with the whole result when it has errors. A subscription returns an observable. */
  graphql<Document extends string>(
    request: CallOptions & { readonly query: Document; readonly variables?: VariablesOf<Document> },
    headers?: CallOptions['headers'],
  ): GraphQLResponse<Document>;
  /** Aborts the request behind a promise that this client returned; `false` when it is over. */
  cancel(promise: Promise<unknown>, message?: string): boolean;
  isCancelError(error: unknown): boolean;
  /** Closes the sockets of subscriptions. */
  close(): void;
}

interface Conversations<Entry> {
  create(input?: ConversationProperties): Promise<Result<Member<Entry, 'type'> | null>>;
  update(input: ConversationProperties & { readonly id: string }): Promise<Result<Member<Entry, 'type'> | null>>;
  get(input: { readonly id: string }): Promise<Result<Member<Entry, 'type'> | null>>;
  delete(input: { readonly id: string }): Promise<Result<Member<Entry, 'type'> | null>>;
  list(input?: {
    readonly limit?: number;
    readonly nextToken?: string | null;
  }): Promise<PageResult<Member<Entry, 'type'>>>;
}

interface ConversationProperties {
  readonly name?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

type Entries<Schema, Kind extends string> = {
  [Name in keyof Schema & string]: Schema[Name] extends { readonly __entityType: Kind } ? Name : never;
}[keyof Schema & string];

type Member<Entry, Name extends string> = Entry extends { readonly [K in Name]: infer Value } ? Value : never;
/** Enums written inline are named after their model and field. */
type InlineEnums<Schema> = {
  [Name in Entries<Schema, 'model'>]: {
    [Field in Entries<Member<Schema[Name], 'nestedTypes'>, 'enum'>]: {
      readonly name: `${Name}${Capitalize<Field>}`;
      readonly value: Member<Member<Schema[Name], 'nestedTypes'>[Field], 'type'>;
    };
  }[Entries<Member<Schema[Name], 'nestedTypes'>, 'enum'>];
}[Entries<Schema, 'model'>];

type Meta<Entry, Name extends string> = Member<Member<Entry, '__meta'>, Name>;

/** Fields are never absent from a result: what is optional in `type` is null. */
type Full<Record> = {
  [Name in keyof Record]-?: undefined extends Record[Name] ? NonNullable<Record[Name]> | null : Record[Name];
};

export interface Result<Data> {
  readonly data: Data;
  readonly errors?: GraphQLFormattedError[];
  readonly extensions?: unknown;
}

export interface PageResult<Data> extends Result<Data[]> {
  readonly nextToken?: string | null;
}

type Paths<Entry> = SelectionPath<Meta<Entry, 'flatModel'>>;
type WithSelection<Path> = CallOptions & { readonly selectionSet?: readonly Path[] };
type Data<Entry, Path> = [Path] extends [never]
  ? Full<Member<Entry, 'type'>>
  : // In a tuple, so that a union of paths is one selection and not one for each path.
    [Path] extends [string]
    ? Selected<Meta<Entry, 'flatModel'>, Path>
    : never;

interface PageOptions<Entry> {
  readonly filter?: ModelFilter<Member<Entry, 'type'>>;
  /** Items looked at per page; 100 unless given. */
  readonly limit?: number;
  readonly nextToken?: string | null;
}

interface EveryMethod<Entry> {
  get<Path extends Paths<Entry> = never>(
    key: Member<Entry, 'identifier'>,
    options?: WithSelection<Path>,
  ): Promise<Result<Data<Entry, Path> | null>>;
  list<Path extends Paths<Entry> = never>(
    options?: WithSelection<Path> & PageOptions<Entry> & Partial<Keyed<Meta<Entry, 'listOptionsPkParams'>>>,
  ): Promise<PageResult<Data<Entry, Path>>>;
  create<Path extends Paths<Entry> = never>(
    input: Member<Entry, 'createType'>,
    options?: WithSelection<Path>,
  ): Promise<Result<Data<Entry, Path> | null>>;
  update<Path extends Paths<Entry> = never>(
    input: Member<Entry, 'updateType'>,
    options?: WithSelection<Path>,
  ): Promise<Result<Data<Entry, Path> | null>>;
  delete<Path extends Paths<Entry> = never>(
    input: Member<Entry, 'deleteType'>,
    options?: WithSelection<Path>,
  ): Promise<Result<Data<Entry, Path> | null>>;
  onCreate<Path extends Paths<Entry> = never>(options?: Listen<Entry, Path>): Observable<Data<Entry, Path>>;
  onUpdate<Path extends Paths<Entry> = never>(options?: Listen<Entry, Path>): Observable<Data<Entry, Path>>;
  onDelete<Path extends Paths<Entry> = never>(options?: Listen<Entry, Path>): Observable<Data<Entry, Path>>;
  observeQuery<Path extends Paths<Entry> = never>(
    options?: WithSelection<Path> & { readonly filter?: ModelFilter<Member<Entry, 'type'>> },
  ): Observable<{ readonly items: Data<Entry, Path>[]; readonly isSynced: boolean }>;
}

type Listen<Entry, Path> = WithSelection<Path> & { readonly filter?: EventFilter<Member<Entry, 'type'>> };

interface SortOptions {
  readonly sortDirection?: 'ASC' | 'DESC';
}

type Keyed<Parameters> = Parameters extends object ? Parameters & SortOptions : object;

type IndexMethods<Entry> = {
  [Name in keyof Member<Entry, 'secondaryIndexes'>]: <Path extends Paths<Entry> = never>(
    input: Member<Member<Entry, 'secondaryIndexes'>[Name], 'input'>,
    options?: WithSelection<Path> & PageOptions<Entry> & SortOptions,
  ) => Promise<PageResult<Data<Entry, Path>>>;
};

/** Operations to the methods that go with them. */
interface MethodsOf {
  queries: 'get' | 'list' | 'observeQuery';
  mutations: 'create' | 'update' | 'delete';
  subscriptions: 'onCreate' | 'onUpdate' | 'onDelete' | 'observeQuery';
  list: 'list' | 'observeQuery';
  onCreate: 'onCreate' | 'observeQuery';
  onUpdate: 'onUpdate' | 'observeQuery';
  onDelete: 'onDelete' | 'observeQuery';
  get: 'get';
  create: 'create';
  update: 'update';
  delete: 'delete';
}

type Disabled<Entry> = {
  [Operation in keyof MethodsOf]: Operation extends keyof Meta<Entry, 'disabledOperations'>
    ? MethodsOf[Operation]
    : never;
}[keyof MethodsOf];

export type ModelMethods<Entry> = Omit<EveryMethod<Entry>, Disabled<Entry>> & IndexMethods<Entry>;

type Call<Entry, Returned> = [Member<Entry, 'args'>] extends [never]
  ? (options?: CallOptions) => Returned
  : (input: Member<Entry, 'args'>, options?: CallOptions) => Returned;

type Operation<Entry> = Call<Entry, Promise<Result<Member<Entry, 'type'> | null>>>;

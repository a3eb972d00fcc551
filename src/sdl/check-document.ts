import {
  type ASTNode,
  buildASTSchema,
  type DefinitionNode,
  type DocumentNode,
  GraphQLError,
  isTypeDefinitionNode,
  Kind,
  type NamedTypeNode,
  parse,
  TypeInfo,
  ValuesOfCorrectTypeRule,
  validate,
  validateSchema,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { validateSDL } from 'graphql/validation/validate';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { directives } from './directives.ts';
import { officialWording } from './official-wording.ts';
import type { Report } from './report.ts';

/** Directives, their input types and the scalars that every schema may use. */
const prelude: DocumentNode = parse(
  [
    ...directives.map((directive) => directive.definition),
    'directive @deprecated(reason: String) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE',
    ...['Date', 'Time', 'DateTime', 'Timestamp', 'Email', 'JSON', 'URL', 'Phone', 'IPAddress'].map(
      (name) => `scalar AWS${name}`,
    ),
  ].join('\n'),
  { noLocation: true },
);

const preludeSchema = buildASTSchema(prelude, { assumeValid: true });
const internalTypes = new Set(
  prelude.definitions.flatMap((node) =>
    node.kind === Kind.ENUM_TYPE_DEFINITION || node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? [node.name.value] : [],
  ),
);
const directiveNames = directives.map((directive) => directive.name);
const placeholderQuery = parse('type Query { placeholder: String }', { noLocation: true }).definitions;

/**
 * Checks a document by GraphQL's own rules: names, duplicates, extensions, arguments of directives and their values,
 * and where these hold, the types as a schema. Returns the nodes found wrong, whose directives have no meaning.
 */
export function checkDocument(definitions: readonly DefinitionNode[], report: Report): ReadonlySet<ASTNode> {
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions };
  const hasQuery = definitions.some((node) => isTypeDefinitionNode(node) && node.name.value === 'Query');
  const full: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [...prelude.definitions, ...(hasQuery ? [] : placeholderQuery), ...definitions],
  };

  const wrong = new Set<ASTNode>();
  const names = validateSDL(full);
  const values = validate(preludeSchema, document, [ValuesOfCorrectTypeRule], { maxErrors: Number.MAX_SAFE_INTEGER });
  for (const error of [...names, ...values]) for (const node of error.nodes ?? []) wrong.add(node);
  const older = names.filter((error) => olderDirective(error) !== null);
  if (older.length > 0) reportOlderDirectives(older, report);
  const expected = values.length === 0 ? new Map<ASTNode, string>() : expectedTypes(document, wrong);
  for (const error of [...names, ...values]) {
    if (older.includes(error)) continue;
    const [node] = error.nodes ?? [];
    reportGraphQLError(error, report, node && expected.get(node));
  }
  const internal = internalTypeUses(definitions);
  for (const node of internal) {
    const message = `Schema validation failed.\n\nUnknown type "${node.name.value}".`;
    report(
      'graphql-invalid',
      node,
      message,
      'It belongs to a directive and is no type of the schema: define one of your own.',
    );
  }
  if (names.length === 0 && internal.length === 0) checkTypes(full, definitions, report);
  return wrong;
}

/** The types of the places where some nodes of a document stand. */
function expectedTypes(document: DocumentNode, nodes: ReadonlySet<ASTNode>): ReadonlyMap<ASTNode, string> {
  const types = new Map<ASTNode, string>();
  const info = new TypeInfo(preludeSchema);
  const enter = (node: ASTNode) => {
    const type = info.getInputType();
    if (type && nodes.has(node)) types.set(node, String(type));
  };
  visit(document, visitWithTypeInfo(info, { enter }));
  return types;
}

/** References to types that only the arguments of directives have. */
function internalTypeUses(definitions: readonly DefinitionNode[]): readonly NamedTypeNode[] {
  const found: NamedTypeNode[] = [];
  const collect = { NamedType: (node: NamedTypeNode) => void (internalTypes.has(node.name.value) && found.push(node)) };
  for (const node of definitions) if (node.kind !== Kind.DIRECTIVE_DEFINITION) visit(node, collect);
  return found;
}

/** What only a built schema shows: input types in output positions, interfaces not implemented, reserved names. */
function checkTypes(full: DocumentNode, definitions: readonly DefinitionNode[], report: Report): void {
  const models = new Set(
    definitions.flatMap((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION && node.directives?.some(({ name }) => name.value === 'model')
        ? [node.name.value]
        : [],
    ),
  );
  try {
    for (const error of validateSchema(buildASTSchema(full, { assumeValidSDL: true }))) {
      // The compiler adds id and timestamps to models, which an interface may ask for.
      const missing = /^Interface field .* expected but (\w+) does not provide it/.exec(error.message)?.[1];
      if (missing === undefined || !models.has(missing)) reportGraphQLError(error, report);
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const cause = error instanceof GraphQLError ? error : new GraphQLError(error.message);
    reportGraphQLError(cause, report);
  }
}

function reportGraphQLError(error: GraphQLError, report: Report, expected?: string): void {
  const message = `Schema validation failed.\n\n${officialWording(error.message, preludeSchema, expected)}`;
  const directive = /^Unknown directive "@(\w+)"\.$/.exec(error.message)?.[1];
  const hint = directive === undefined ? null : didYouMean(directive, directiveNames);
  report('graphql-invalid', error.nodes?.at(-1) ?? null, message, hint);
}

/** Name of a directive that only the first version of the transformer had. */
function olderDirective(error: GraphQLError): string | null {
  return /^Unknown directive "(@connection|@key|@versioned)"\.$/.exec(error.message)?.[1] ?? null;
}

function reportOlderDirectives(errors: readonly GraphQLError[], report: Report): void {
  const names = [...new Set(errors.map((error) => `"${olderDirective(error)}"`))];
  const message =
    `Your GraphQL Schema is using ${names.join(', ')} ${names.length > 1 ? 'directives' : 'directive'} from an older ` +
    'version of the GraphQL Transformer. Visit https://docs.amplify.aws/cli/migration/transformer-migration/ to learn ' +
    'how to migrate your GraphQL schema.';
  const hint = 'Use @index and @primaryKey for @key, and @hasMany, @hasOne and @belongsTo for @connection.';
  for (const error of errors) report('directive-outdated', error.nodes?.at(-1) ?? null, message, hint);
}

import { type ASTNode, type GraphQLError, Kind, print, type ValidationContext } from 'graphql';

/** A broken rule in the words of AppSync's engine: what kind of error, and the sentence about it. */
export interface Violation {
  readonly type: string;
  readonly text: string;
}

type Describe = (context: ValidationContext, node: ASTNode, error: GraphQLError) => Violation;

/** `reference/runtime.md` section 1.4; a rule without a line here keeps graphql-js's sentence. */
const describers: Readonly<Record<string, Describe>> = {
  FieldsOnCorrectTypeRule: (context, node) => ({
    type: 'FieldUndefined',
    text: `Field '${nameOf(node)}' in type '${context.getParentType()?.name}' is undefined`,
  }),
  ProvidedRequiredArgumentsRule: (_context, node, error) => ({
    type: node.kind === Kind.DIRECTIVE ? 'MissingDirectiveArgument' : 'MissingFieldArgument',
    text: `Missing ${node.kind === Kind.DIRECTIVE ? 'directive' : 'field'} argument ${quoted(error, /\((\w+):\)/)}`,
  }),
  KnownArgumentNamesRule: (_context, node, error) => ({
    type: error.message.includes('directive "@') ? 'UnknownDirective' : 'UnknownArgument',
    text: `Unknown ${error.message.includes('directive "@') ? 'directive' : 'field'} argument ${nameOf(node)}`,
  }),
  ScalarLeafsRule: (context, node, error) => {
    const type = context.getType();
    return node.kind === Kind.SELECTION_SET
      ? {
          type: 'SubSelectionNotAllowed',
          text: `Sub selection not allowed on leaf type ${type} of field ${quoted(error, /^Field "(\w+)"/)}`,
        }
      : { type: 'SubSelectionRequired', text: `Sub selection required for type ${type} of field ${nameOf(node)}` };
  },
  VariablesInAllowedPositionRule: (_context, _node, error) => ({
    type: 'VariableTypeMismatch',
    text: `Variable type '${quoted(error, /of type "([^"]+)"/)}' doesn't match expected type '${quoted(error, /expecting type "([^"]+)"/)}'`,
  }),
  NoUndefinedVariablesRule: (_context, node) => ({
    type: 'UndefinedVariable',
    text: `Undefined variable ${nameOf(node)}`,
  }),
  NoUnusedVariablesRule: (_context, _node, error) => ({
    type: 'UnusedVariable',
    text: `Unused variable ${quoted(error, /"\$([^"]+)"/)}`,
  }),
  KnownTypeNamesRule: (_context, node) => ({ type: 'UnknownType', text: `Unknown type ${nameOf(node)}` }),
  KnownFragmentNamesRule: (_context, node) => ({
    type: 'UndefinedFragment',
    text: `Undefined fragment ${nameOf(node)}`,
  }),
  NoUnusedFragmentsRule: (_context, node) => ({ type: 'UnusedFragment', text: `Unused fragment ${nameOf(node)}` }),
  NoFragmentCyclesRule: () => ({ type: 'FragmentCycle', text: 'Fragment cycles not allowed' }),
  KnownDirectivesRule: (_context, node, error) =>
    error.message.startsWith('Unknown')
      ? { type: 'UnknownDirective', text: `Unknown directive ${nameOf(node)}` }
      : { type: 'MisplacedDirective', text: `Directive ${nameOf(node)} not allowed here` },
  OverlappingFieldsCanBeMergedRule: (_context, _node, error) => ({ type: 'FieldsConflict', text: error.message }),
  VariablesAreInputTypesRule: (_context, node, error) => ({
    type: 'NonInputTypeOnVariable',
    text: `Input variable ${quoted(error, /"\$(\w+)"/)} type ${print(node)} is not an input type`,
  }),
  PossibleFragmentSpreadsRule: (_context, _node, error) => ({
    type: 'InvalidFragmentType',
    text: error.message.replace(/\.$/, '').replaceAll('"', ''),
  }),
  FragmentsOnCompositeTypesRule: (_context, _node, error) => ({
    type: error.message.startsWith('Fragment "')
      ? 'FragmentTypeConditionInvalid'
      : 'InlineFragmentTypeConditionInvalid',
    text: `${error.message.startsWith('Fragment "') ? 'Fragment' : 'Inline fragment'} type condition is invalid, must be on Object/Interface/Union`,
  }),
  UniqueOperationNamesRule: (_context, _node, error) => unique('DuplicateOperationName', error),
  UniqueFragmentNamesRule: (_context, _node, error) => unique('DuplicateFragmentName', error),
  UniqueVariableNamesRule: (_context, _node, error) => unique('DuplicateVariableName', error),
  UniqueArgumentNamesRule: (_context, _node, error) => unique('DuplicateArgumentNames', error),
  LoneAnonymousOperationRule: () => ({
    type: 'LoneAnonymousOperationViolation',
    text: 'Anonymous operation with other operations',
  }),
  SingleFieldSubscriptionsRule: (_context, _node, error) => ({
    type: 'SubscriptionMultipleRootFields',
    text: `Subscription operation ${quoted(error, /Subscription "(\w+)"/)} must have exactly one root field`,
  }),
  wrongLiteralsRule: (_context, _node, error) => ({ type: 'WrongType', text: error.message }),
  wrongDefaultsRule: (_context, _node, error) => ({ type: 'BadValueForDefaultArg', text: error.message }),
};

/** Says what a reported error means; `rule` is the name of the graphql-js rule that reported it. */
export function describeViolation(rule: string, context: ValidationContext, error: GraphQLError): Violation {
  const describe = describers[rule];
  const node = error.nodes?.[0];
  if (describe === undefined || node === undefined) {
    return { type: rule.replace(/Rule$/, ''), text: error.message };
  }
  return describe(context, node, error);
}

/** A name that only one may have. */
function unique(type: string, error: GraphQLError): Violation {
  return { type, text: error.message.replace(/\.$/, '').replaceAll('"', "'").replace('$', '') };
}

function nameOf(node: ASTNode): string {
  return 'name' in node && node.name ? node.name.value : print(node);
}

function quoted(error: GraphQLError, pattern: RegExp): string {
  return pattern.exec(error.message)?.[1] ?? '';
}

import {
  type DefinitionNode,
  type DirectiveNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { unsupportedDirectives } from './directives/unsupported.ts';
import type { Report } from './report.ts';

/** Directives that a field of an extended root type may have. */
const handlerDirectives: readonly string[] = [
  'auth',
  'function',
  'http',
  ...unsupportedDirectives.map(({ name }) => name),
];

/** What each kind of type is called, and what its extensions may not declare again. */
const kinds = {
  [Kind.OBJECT_TYPE_EXTENSION]: { noun: 'type', title: 'Object', member: 'field' },
  [Kind.INTERFACE_TYPE_EXTENSION]: { noun: 'interface', title: 'Interface', member: 'field' },
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: { noun: 'input', title: 'Input object', member: 'field' },
  [Kind.ENUM_TYPE_EXTENSION]: { noun: 'enum', title: 'Enum', member: 'value' },
  [Kind.UNION_TYPE_EXTENSION]: { noun: 'union', title: 'Union', member: 'type' },
} as const;

/**
 * Checks `extend …`: there is a type to extend, nothing is declared again, and directives stand where the official
 * compiler takes them. Returns the definitions without what was reported, so that nothing reports it again.
 */
export function checkExtensions(definitions: readonly DefinitionNode[], report: Report): readonly DefinitionNode[] {
  if (!definitions.some(isTypeExtensionNode)) return definitions;
  const types = new Map(definitions.filter(isTypeDefinitionNode).map((node) => [node.name.value, node]));
  const declared = new Map([...types].map(([name, node]) => [name, new Set(membersOf(node).map(nameOf))]));
  return definitions.flatMap((node): DefinitionNode[] => {
    if (!isTypeExtensionNode(node) || node.kind === Kind.SCALAR_TYPE_EXTENSION) return [node];
    const { noun } = kinds[node.kind];
    const name = node.name.value;
    const members = declared.get(name);
    if (members === undefined) {
      const hint =
        didYouMean(name, types.keys()) ?? `Write '${noun} ${name}' instead of 'extend ${noun} ${name}' in one file.`;
      report('extension-without-definition', node.name, `Cannot extend nonexistent ${noun} '${name}'.`, hint);
      return [];
    }
    checkDirectives(node, report);
    return [withoutRepeated(node, members, report)];
  });
}

function withoutRepeated(node: TypeExtensionNode, declared: Set<string>, report: Report): TypeExtensionNode {
  if (node.kind === Kind.SCALAR_TYPE_EXTENSION) return node;
  const { title, member } = kinds[node.kind];
  const repeated = membersOf(node).filter((each) => {
    const isRepeated = declared.has(nameOf(each));
    declared.add(nameOf(each));
    return isRepeated;
  });
  for (const each of repeated) {
    const message = `${title} type extension '${node.name.value}' cannot redeclare ${member} ${nameOf(each)}`;
    const hint = `Remove the ${member} from the extension, or give it another name.`;
    report('extension-redeclares-member', each.name, message, hint);
  }
  if (repeated.length === 0) return node;
  const keep = (each: Member) => !repeated.includes(each);
  switch (node.kind) {
    case Kind.ENUM_TYPE_EXTENSION:
      return { ...node, values: (node.values ?? []).filter(keep) };
    case Kind.UNION_TYPE_EXTENSION:
      return { ...node, types: (node.types ?? []).filter(keep) };
    case Kind.INPUT_OBJECT_TYPE_EXTENSION:
      return { ...node, fields: (node.fields ?? []).filter(keep) };
    default:
      return { ...node, fields: (node.fields ?? []).filter(keep) };
  }
}

type Member = ReturnType<typeof membersOf>[number];

/** Fields, enum values or union members. */
function membersOf(node: TypeDefinitionNode | TypeExtensionNode) {
  if ('fields' in node) return node.fields ?? [];
  if ('values' in node) return node.values ?? [];
  if ('types' in node) return node.types ?? [];
  return [];
}

function nameOf(member: Member): string {
  return member.name.value;
}

function checkDirectives(node: TypeExtensionNode, report: Report): void {
  if (node.kind !== Kind.OBJECT_TYPE_EXTENSION && node.kind !== Kind.INTERFACE_TYPE_EXTENSION) return;
  const type = node.name.value;
  for (const directive of ownDirectives(node.directives)) {
    const name = directive.name.value;
    const message = `Directives are not supported on object or interface extensions. See the '@${name}' directive on '${type}'`;
    report('extension-directive-unsupported', directive, message, `Put it on the definition of '${type}'.`);
  }
  const isRoot = type === 'Query' || type === 'Mutation' || type === 'Subscription';
  const hint = `Move the field to the definition of '${type}'.`;
  for (const field of node.fields ?? []) {
    for (const directive of ownDirectives(field.directives)) {
      const name = directive.name.value;
      if (!handlerDirectives.includes(name)) {
        const message = `The '@${name}' directive is not supported on fields of extended types`;
        report('extension-field-directive-unsupported', directive, message, hint);
      } else if (!isRoot) {
        const message =
          `The '@${name}' directive cannot be used on fields of type extensions other than 'Query', 'Mutation', ` +
          `and 'Subscription'. See ${type}.${field.name.value}`;
        report('extension-directive-unsupported', directive, message, hint);
      }
    }
  }
}

/** Directives that the compiler gives a meaning; AppSync's own, `@aws_…`, may stand anywhere. */
function ownDirectives(directives: readonly DirectiveNode[] | undefined): readonly DirectiveNode[] {
  return (directives ?? []).filter(({ name }) => !name.value.startsWith('aws_') && name.value !== 'deprecated');
}

import { createHash } from 'node:crypto';
import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import type { Api } from '../../api/api.ts';
import { capitalize } from '../../api/naming/capitalize.ts';
import type { GeneratedFile } from '../generated-file.ts';
import type { OperationStatement, StatementOptions } from './operation-statement.ts';
import { printOneLineVariables } from './print-statement.ts';
import type { SelectedField, Selection } from './selection.ts';
import { typedStatements } from './typed-statements.ts';
import { usedTypes } from './used-types.ts';

const files = {
  query: 'queries.graphql',
  mutation: 'mutations.graphql',
  subscription: 'subscriptions.graphql',
} as const;

/**
 * `API`, a description in JSON, for tools, of every operation with its variables and fields, and of the types these use.
 * The file has no extension, as that of the official generator. `options` are those of the statements.
 */
export function jsonTypes(api: Api, options: StatementOptions = {}): GeneratedFile {
  const statements = typedStatements(api, options);
  const description = {
    operations: statements.map(describeOperation),
    // The statements that are generated have none.
    fragments: [],
    typesUsed: usedTypes(api, statements).map(describeType),
  };
  return { name: 'API', text: JSON.stringify(description, null, '\t') };
}

function describeOperation(statement: OperationStatement): object {
  const source = printOneLineVariables(statement);
  return {
    filePath: files[statement.kind],
    operationName: statement.name,
    operationType: statement.kind,
    rootType: capitalize(statement.kind),
    variables: statement.arguments.map(({ name, type }) => ({ name, type: String(type) })),
    source,
    fields: [describeRootField(statement)],
    fragmentSpreads: [],
    inlineFragments: [],
    fragmentsReferenced: [],
    sourceWithFragments: source,
    operationId: createHash('sha256').update(source).digest('hex'),
  };
}

function describeRootField(statement: OperationStatement): object {
  const { field: name, type, selection } = statement;
  const args = statement.arguments.map((argument) => ({
    name: argument.name,
    value: { kind: 'Variable', variableName: argument.name },
    type: String(argument.type),
  }));
  return {
    responseName: name,
    fieldName: name,
    type: String(type),
    ...(args.length > 0 && { args }),
    isConditional: false,
    isDeprecated: false,
    ...describeSelection(selection),
  };
}

function describeField({ name, type, selection, deprecationReason }: SelectedField): object {
  return {
    responseName: name,
    fieldName: name,
    type: type === null ? 'String!' : String(type),
    isConditional: false,
    ...deprecation(deprecationReason),
    ...describeSelection(selection),
  };
}

function deprecation(reason: string | null | undefined): object {
  return reason == null ? { isDeprecated: false } : { isDeprecated: true, deprecationReason: reason };
}

/** A case that selects more than all of them do lists these fields again, before its own. */
function describeSelection(selection: Selection): object {
  if (selection === null) return {};
  const shared = selection.fields.map(describeField);
  return {
    fields: shared,
    fragmentSpreads: [],
    inlineFragments: selection.cases
      .filter(({ fields }) => fields.length > 0)
      .map(({ type, fields }) => ({
        typeCondition: type,
        possibleTypes: [type],
        fields: [...shared, ...fields.map(describeField)],
        fragmentSpreads: [],
      })),
  };
}

function describeType(type: GraphQLNamedType): object {
  const { name } = type;
  if (isEnumType(type)) {
    const values = type.getValues().map((value) => ({ name: value.name, ...deprecation(value.deprecationReason) }));
    return { kind: 'EnumType', name, values };
  }
  if (isUnionType(type)) {
    return { kind: 'UnionType', name, types: type.getTypes().map((member) => ({ name: member.name })) };
  }
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return { kind: 'ScalarType', name };
  const fields = Object.values(type.getFields()).map((field) => ({ name: field.name, type: String(field.type) }));
  if (isInputObjectType(type)) return { kind: 'InputObjectType', name, fields };
  if (isInterfaceType(type)) return { kind: 'InterfaceType', name, fields };
  const ifaces = type.getInterfaces().map((each) => ({ name: each.name }));
  return { kind: 'ObjectType', name, ifaces, fields };
}

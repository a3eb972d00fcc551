import type { TypeNode } from 'graphql';
import { BuilderError } from '../builder-error.ts';
import type { CustomTypeDefinition, Definition, FieldDefinition, RefDefinition } from '../definition.ts';
import { inputNode, inputValueNode, namedType, typeNode } from './ast.ts';
import { hoistedName } from './hoisted-name.ts';
import { scalarDirectives } from './lower-field.ts';
import type { Lowering } from './lowering.ts';
import type { Entry } from './scope.ts';

/** The type of an operation's argument. Inline enums are hoisted; object types are given input types of their own. */
export function inputType(lowering: Lowering, entry: Entry, argument: string, field: FieldDefinition): TypeNode {
  const name = hoistedName(entry.name, argument);
  switch (field.kind) {
    case 'scalar':
      return typeNode(field.type, field);
    case 'enum':
      lowering.hoist(name, field, entry.schemaRules);
      return namedType(name);
    case 'customType':
      return namedType(inlineInput(lowering, entry, name, field));
    case 'ref': {
      const target = lowering.scope.resolve(field.link, entry.name, field.site);
      if (isDataType(target)) return refInput(lowering, field, target);
      throw new BuilderError(
        'builder-argument-ref',
        `Unsupported reference type '${kindNames[target.kind]}' for argument '${argument}' in '${entry.name}'. Only references to CustomType and Enum are supported.`,
        field.site,
      );
    }
    case 'relation':
      throw new BuilderError('builder-argument-type', `Unsupported argument type for ${argument}`, field.site);
  }
}

/** An input type for a custom type that stands inline in an argument: all it holds belongs to the operation. */
function inlineInput(lowering: Lowering, entry: Entry, name: string, type: CustomTypeDefinition): string {
  const fields = Object.entries(type.fields).map(([field, { data }]) => {
    const nested = nestedType(lowering, entry, hoistedName(name, field), field, data, true);
    return lowering.placed(inputValueNode(field, nested, scalarDirectives(field, data)), data.site);
  });
  lowering.inputs.set(`${name}Input`, inputNode(`${name}Input`, fields));
  return `${name}Input`;
}

/** An input type for a custom type of the schema, made once. Its inline enums are those hoisted for the output type. */
function namedInput(lowering: Lowering, name: string, type: CustomTypeDefinition): string {
  const input = `${name}Input`;
  if (lowering.inputs.has(input) || lowering.openInputs.has(input)) return input;
  lowering.openInputs.add(input);
  const entry: Entry = { name, definition: type, schemaRules: [] };
  const fields = Object.entries(type.fields).map(([field, { data }]) => {
    const nested = nestedType(lowering, entry, hoistedName(name, field), field, data, false);
    return lowering.placed(inputValueNode(field, nested, scalarDirectives(field, data)), data.site);
  });
  lowering.openInputs.delete(input);
  lowering.inputs.set(input, inputNode(input, fields));
  return input;
}

function nestedType(
  lowering: Lowering,
  entry: Entry,
  hoisted: string,
  field: string,
  data: FieldDefinition,
  inline: boolean,
): TypeNode {
  switch (data.kind) {
    case 'scalar':
      return typeNode(data.type, data);
    case 'enum':
      if (inline) lowering.hoist(hoisted, data, entry.schemaRules);
      return namedType(hoisted);
    case 'customType':
      return namedType(inline ? inlineInput(lowering, entry, hoisted, data) : namedInput(lowering, hoisted, data));
    case 'ref': {
      const target = lowering.scope.resolve(data.link, entry.name, data.site);
      if (isDataType(target)) return refInput(lowering, data, target);
      throw new BuilderError(
        'builder-argument-ref',
        `Unsupported reference type '${kindNames[target.kind]}' for field '${field}'. Only references to CustomType and Enum are supported.`,
        data.site,
      );
    }
    case 'relation':
      throw new BuilderError('builder-argument-type', `Unsupported argument type for ${field}`, data.site);
  }
}

type DataType = Extract<Definition, { kind: 'enum' | 'customType' }>;

function refInput(lowering: Lowering, field: RefDefinition, target: DataType): TypeNode {
  return typeNode(target.kind === 'enum' ? field.link : namedInput(lowering, field.link, target), field);
}

function isDataType(definition: Definition): definition is DataType {
  return definition.kind === 'enum' || definition.kind === 'customType';
}

const kindNames: Readonly<Record<Definition['kind'], string>> = {
  model: 'Model',
  operation: 'CustomOperation',
  conversation: 'CustomOperation',
  customType: 'CustomType',
  enum: 'Enum',
};

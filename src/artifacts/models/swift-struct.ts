import type { MobileField, MobileModel } from './mobile-model.ts';
import { isLazy, swiftElementType, swiftType } from './swift-types.ts';

/** The structure of a model: its fields, initializers, and, where related records are loaded lazily, its coding. */
export function swiftStruct(model: MobileModel): readonly string[] {
  const { name, fields, keyFields } = model;
  const lazy = fields.filter(isLazy);
  return [
    `public struct ${name}: Model {`,
    ...fields.flatMap((field) => (isLazy(field) ? lazyProperty(field) : [property(field, keyFields)])),
    '',
    ...initializers(fields),
    ...lazy.flatMap(setter),
    ...(lazy.length === 0 ? [] : coding(fields)),
    '}',
  ];
}

function property(field: MobileField, keyFields: readonly string[]): string {
  return `  public ${keyFields.includes(field.name) ? 'let' : 'var'} ${field.name}: ${swiftType(field)}`;
}

function lazyProperty(field: MobileField): readonly string[] {
  return [
    `  internal var _${field.name}: LazyReference<${field.type}>`,
    `  public var ${field.name}: ${swiftType(field)} {`,
    '    get async throws {',
    `      try await _${field.name}.${field.isRequired ? 'require' : 'get'}()`,
    '    }',
    '  }',
  ];
}

/** What only the service gives is no parameter of the public initializer. */
function initializers(fields: readonly MobileField[]): readonly string[] {
  const given = fields.filter(({ isReadOnly }) => !isReadOnly);
  const all = fields.map((field) => `${field.name}: ${field.isReadOnly ? 'nil' : field.name}`);
  const assignments = fields.map((field) =>
    isLazy(field) ? `    self._${field.name} = LazyReference(${field.name})` : `    self.${field.name} = ${field.name}`,
  );
  const body = (access: string, list: readonly MobileField[]) => [
    `  ${access} init(${list.map(parameter).join(',\n      ')}) {`,
    ...assignments,
    '  }',
  ];
  if (given.length === fields.length) return body('public', fields);
  return [
    `  public init(${given.map(parameter).join(',\n      ')}) {`,
    `    self.init(${all.join(',\n      ')})`,
    '  }',
    ...body('internal', fields),
  ];
}

function parameter(field: MobileField): string {
  return `${field.name}: ${swiftType(field)}${defaultOf(field)}`;
}

function defaultOf(field: MobileField): string {
  const { name, isList, isRequired, relation } = field;
  if (name === 'id' && swiftElementType(field) === 'String') return ' = UUID().uuidString';
  if (relation?.kind === 'hasMany' || (isList && isRequired)) return ' = []';
  return isRequired ? '' : ' = nil';
}

function setter(field: MobileField): readonly string[] {
  const { name } = field;
  return [
    `  public mutating func set${name.charAt(0).toUpperCase()}${name.slice(1)}(_ ${parameter(field)}) {`,
    `    self._${name} = LazyReference(${name})`,
    '  }',
  ];
}

function coding(fields: readonly MobileField[]): readonly string[] {
  return [
    '  public init(from decoder: Decoder) throws {',
    '    let values = try decoder.container(keyedBy: CodingKeys.self)',
    ...fields.map((field) => `    ${decode(field)}`),
    '  }',
    '  public func encode(to encoder: Encoder) throws {',
    '    var container = encoder.container(keyedBy: CodingKeys.self)',
    ...fields.map(
      (field) => `    try container.encode(${isLazy(field) ? '_' : ''}${field.name}, forKey: .${field.name})`,
    ),
    '  }',
  ];
}

function decode(field: MobileField): string {
  const { name, isRequired, relation } = field;
  if (isLazy(field)) {
    return `_${name} = try values.decodeIfPresent(LazyReference<${field.type}>.self, forKey: .${name}) ?? LazyReference(identifiers: nil)`;
  }
  if (relation !== null) {
    return `${name} = try values.decodeIfPresent(List<${swiftElementType(field)}>?.self, forKey: .${name}) ?? .init()`;
  }
  return `${name} = ${isRequired ? 'try' : 'try?'} values.decode(${swiftType(field)}.self, forKey: .${name})`;
}

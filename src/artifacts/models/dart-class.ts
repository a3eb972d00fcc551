import { dartFromJson, dartToJson, dartToText } from './dart-json.ts';
import { core, dartMember, dartType, isGiven } from './dart-types.ts';
import type { MobileField } from './mobile-model.ts';

/**
 * The members of a class: its fields, getters, constructors, equality, text, copies and JSON. `head` stands between fields
 * and getters; `keys` are the fields that a copy keeps.
 */
export function dartClass(
  name: string,
  fields: readonly MobileField[],
  keys: readonly string[],
  head: readonly string[],
): readonly string[] {
  const given = fields.filter(isGiven);
  return [
    ...fields.map((field) => `  final ${dartType(field)}${field.isId ? '' : '?'} ${dartMember(field)};`),
    '',
    ...head,
    ...fields.filter(({ isId }) => !isId).flatMap(getter),
    `  const ${name}._internal(${internalParameters(fields)})${initializers(fields)};`,
    '',
    ...factory(name, given),
    '  bool equals(Object other) {\n    return this == other;\n  }',
    '',
    ...equality(name, given),
    ...text(name, fields),
    ...copies(name, given, keys),
    ...json(name, fields),
  ];
}

/** A value that is missing although it is required makes an error that says so. */
export function orMissing(lines: readonly string[]): readonly string[] {
  return [
    '    try {',
    ...lines,
    '    } catch(e) {',
    `      throw ${core}.AmplifyCodeGenModelException(`,
    `        ${core}.AmplifyExceptionMessages.codeGenRequiredFieldForceCastExceptionMessage,`,
    '        recoverySuggestion:',
    `          ${core}.AmplifyExceptionMessages.codeGenRequiredFieldForceCastRecoverySuggestion,`,
    '        underlyingException: e.toString()',
    '      );',
    '    }',
  ];
}

function getter(field: MobileField): readonly string[] {
  const { name, isRequired } = field;
  const body = isRequired ? orMissing([`      return ${dartMember(field)}!;`]) : [`    return ${dartMember(field)};`];
  return [`  ${dartType(field)}${isRequired ? '' : '?'} get ${name} {`, ...body, '  }', ''];
}

function braced(parameters: readonly string[]): string {
  return parameters.length === 0 ? '' : `{${parameters.join(', ')}}`;
}

function internalParameters(fields: readonly MobileField[]): string {
  return braced(
    fields.map(({ name, isId, isRequired }) => {
      if (isId) return `required this.${name}`;
      return isRequired ? `required ${name}` : name;
    }),
  );
}

function initializers(fields: readonly MobileField[]): string {
  const list = fields.filter(({ isId }) => !isId).map((field) => `${dartMember(field)} = ${field.name}`);
  return list.length === 0 ? '' : `: ${list.join(', ')}`;
}

function factory(name: string, given: readonly MobileField[]): readonly string[] {
  const parameters = given.map((field) => {
    const type = dartType(field);
    return field.isRequired && !field.isId ? `required ${type} ${field.name}` : `${type}? ${field.name}`;
  });
  const passed = given.map((field) => {
    if (field.isId) return `${field.name} == null ? ${core}.UUID.getUUID() : ${field.name}`;
    return field.isList
      ? `${field.name} != null ? ${dartType(field)}.unmodifiable(${field.name}) : ${field.name}`
      : field.name;
  });
  return [
    `  factory ${name}(${braced(parameters)}) {`,
    ...internal(
      name,
      given.map((field, index) => `${field.name}: ${passed[index]}`),
    ),
    '  }',
    '',
  ];
}

function internal(name: string, passed: readonly string[]): readonly string[] {
  return [
    `    return ${name}._internal(`,
    ...passed.map((each, index) => `      ${each}${index < passed.length - 1 ? ',' : ');'}`),
  ];
}

function equality(name: string, given: readonly MobileField[]): readonly string[] {
  const compared = given.map((field) => {
    const member = dartMember(field);
    return field.isList
      ? `DeepCollectionEquality().equals(${member}, other.${member})`
      : `${member} == other.${member}`;
  });
  return [
    '  @override',
    '  bool operator ==(Object other) {',
    '    if (identical(other, this)) return true;',
    `    return ${[`other is ${name}`, ...compared].join(' &&\n      ')};`,
    '  }',
    '',
    '  @override\n  int get hashCode => toString().hashCode;',
    '',
  ];
}

/** What other models hold is not shown: it may lead back. */
function text(name: string, fields: readonly MobileField[]): readonly string[] {
  const shown = fields.filter(({ relation }) => relation === null || relation.kind === 'belongsTo');
  return [
    '  @override',
    '  String toString() {',
    '    var buffer = new StringBuffer();',
    '',
    `    buffer.write("${name} {");`,
    ...shown.map((field, index) => {
      const end = index < shown.length - 1 ? ' + ", "' : '';
      return `    buffer.write("${field.name}=" + ${dartToText(field)}${end});`;
    }),
    '    buffer.write("}");',
    '',
    '    return buffer.toString();',
    '  }',
    '',
  ];
}

function copies(name: string, given: readonly MobileField[], keys: readonly string[]): readonly string[] {
  const free = given.filter((field) => !keys.includes(field.name));
  const passed = (value: (name: string) => string) =>
    given.map((field) => `${field.name}: ${free.includes(field) ? value(field.name) : field.name}`);
  const wrapped = free.map(
    (field) => `ModelFieldValue<${dartType(field)}${field.isRequired ? '' : '?'}>? ${field.name}`,
  );
  return [
    `  ${name} copyWith(${braced(free.map((field) => `${dartType(field)}? ${field.name}`))}) {`,
    ...internal(
      name,
      passed((each) => `${each} ?? this.${each}`),
    ),
    '  }',
    '',
    `  ${name} copyWithModelFieldValues(${wrapped.length === 0 ? '' : `{\n    ${wrapped.join(',\n    ')}\n  }`}) {`,
    ...internal(
      name,
      passed((each) => `${each} == null ? this.${each} : ${each}.value`),
    ),
    '  }',
    '',
  ];
}

function json(name: string, fields: readonly MobileField[]): readonly string[] {
  const read = fields.map((field) => `${dartMember(field)} = ${dartFromJson(field)}`);
  const written = fields.map((field) => `    '${field.name}': ${dartToJson(field)}`);
  const mapped = fields.map((field) => `    '${field.name}': ${dartMember(field)}`);
  return [
    `  ${name}.fromJson(Map<String, dynamic> json)`,
    `    : ${read.join(',\n      ')};`,
    '',
    `  Map<String, dynamic> toJson() => {\n${written.join(',\n')}\n  };`,
    '',
    `  Map<String, Object?> toMap() => {\n${mapped.join(',\n')}\n  };`,
    '',
  ];
}

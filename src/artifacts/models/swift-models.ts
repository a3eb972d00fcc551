import type { DataModel } from '../../ir/data-model.ts';
import type { GeneratedFile } from '../generated-file.ts';
import type { FieldOrder } from './field-order.ts';
import { type MobileModels, type MobileObject, mobileModels } from './mobile-model.ts';
import { isReserved, refuseReserved } from './reserved-names.ts';
import { swiftModelSchema, swiftObjectSchema } from './swift-schema.ts';
import { swiftStruct } from './swift-struct.ts';
import { swiftType } from './swift-types.ts';
import { camelCase } from './words.ts';

const header = ['// swiftlint:disable all', 'import Amplify', 'import Foundation', ''];

/**
 * Models for Amplify Swift: a structure and a schema for each model and other type, and `AmplifyModels`. Throws for names that
 * are keywords of Swift.
 */
export function swiftModels(source: DataModel, order: FieldOrder = new Map()): readonly GeneratedFile[] {
  const described = mobileModels(source, order);
  refuseReserved(described, 'Swift');
  const file = (name: string, lines: readonly string[]): GeneratedFile => ({
    name: `${name}.swift`,
    text: `${[...header, ...lines].join('\n')}\n`,
  });
  return [
    ...described.enums.map(({ name, values }) => file(name, printEnum(name, values))),
    ...described.objects.flatMap((object) => [
      file(object.name, printObject(object)),
      file(`${object.name}+Schema`, swiftObjectSchema(object)),
    ]),
    ...described.models.flatMap((model) => [
      file(model.name, swiftStruct(model)),
      file(`${model.name}+Schema`, swiftModelSchema(model)),
    ]),
    file('AmplifyModels', printRegistration(described)),
  ];
}

/** Cases are in camel case, keywords in backquotes. */
function printEnum(name: string, values: readonly string[]): readonly string[] {
  const cases = values.map((value) => {
    const label = camelCase(value);
    const text = isReserved(label, 'Swift') ? `\`${label}\`` : label;
    return `  case ${text}${label === value ? '' : ` = ${JSON.stringify(value)}`}`;
  });
  return [`public enum ${name}: String, EnumPersistable {`, ...cases, '}'];
}

function printObject({ name, fields }: MobileObject): readonly string[] {
  const lines = fields.map((field) => `  var ${field.name}: ${swiftType(field)}`);
  return [`public struct ${name}: Embeddable {`, ...lines, '}'];
}

function printRegistration({ version, models }: MobileModels): readonly string[] {
  return [
    '// Registers every model with the library.',
    '',
    'final public class AmplifyModels: AmplifyModelRegistration {',
    `  public let version: String = "${version}"`,
    '',
    '  public func registerModels(registry: ModelRegistry.Type) {',
    ...models.map(({ name }) => `    ModelRegistry.register(modelType: ${name}.self)`),
    '  }',
    '}',
  ];
}

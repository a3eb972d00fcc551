import {
  coerceInputLiteral,
  GraphQLError,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  print,
  type ValidationRule,
  type ValueNode,
} from 'graphql';

/** Reports literals that are not of their argument's type, each with its place: `input.address.zip`. */
export const wrongLiteralsRule: ValidationRule = (context) => ({
  Argument(node) {
    const type = context.getArgument()?.type;
    if (type !== undefined) check(node.value, type, node.name.value);
    return false;

    function check(value: ValueNode, expected: GraphQLInputType, place: string): void {
      const fail = (fault: string): void => {
        const text = `argument '${place}' with value '${print(value)}' ${fault}`;
        context.reportError(new GraphQLError(text, { nodes: value }));
      };
      if (value.kind === Kind.VARIABLE) return;
      if (isNonNullType(expected)) {
        if (value.kind === Kind.NULL) fail('must not be null');
        else check(value, expected.ofType, place);
      } else if (value.kind === Kind.NULL) {
        return;
      } else if (isListType(expected)) {
        const elements = value.kind === Kind.LIST ? value.values : [value];
        elements.forEach((element, index) => {
          check(element, expected.ofType, value.kind === Kind.LIST ? `${place}[${index}]` : place);
        });
      } else if (isInputObjectType(expected) && value.kind === Kind.OBJECT) {
        const fields = expected.getFields();
        const given = new Set(value.fields.map((field) => field.name.value));
        const missing = Object.values(fields).filter((field) => isRequiredInputField(field) && !given.has(field.name));
        if (missing.length > 0) fail(`is missing required fields '[${missing.map(({ name }) => name).join(', ')}]'`);
        for (const member of value.fields) {
          const field = fields[member.name.value];
          if (field === undefined) fail(`contains a field not in '${expected.name}': '${member.name.value}'`);
          else check(member.value, field.type, `${place}.${field.name}`);
        }
      } else if (!isValid(value, expected)) {
        fail(`is not a valid '${expected}'`);
      }
    }
  },
});

function isValid(value: ValueNode, type: GraphQLInputType): boolean {
  try {
    return coerceInputLiteral(value, type) !== undefined;
  } catch {
    return false;
  }
}

import { coerceInputLiteral, GraphQLError, isInputType, print, typeFromAST, type ValidationRule } from 'graphql';

/** Reports default values of variables that are not of the variable's type. */
export const wrongDefaultsRule: ValidationRule = (context) => ({
  VariableDefinition({ type: typeNode, defaultValue }) {
    const type = typeFromAST(context.getSchema(), typeNode);
    if (defaultValue === undefined || !isInputType(type)) return;
    if (coerceInputLiteral(defaultValue, type) !== undefined) return;
    const text = `Bad default value ${print(defaultValue)} for type ${type}`;
    context.reportError(new GraphQLError(text, { nodes: defaultValue }));
  },
});

import { print } from 'graphql';
import { printTypeRef } from '../../ir/print-type-ref.ts';
import type { Directive, FieldUse } from '../directive.ts';
import { stringOrNull } from '../directive-arguments.ts';

const eventResponse = 'EventInvocationResponse';
const eventResponseShape = `type ${eventResponse} { success: Boolean! }`;

/** `@function`: a Lambda function gives the field's value; several run one after the other. */
export const functionDirective: Directive = {
  name: 'function',
  definition: /* GraphQL */ `
    directive @function(
      name: String!
      region: String
      accountId: String
      invocationType: InvocationType = RequestResponse
    ) repeatable on FIELD_DEFINITION
    enum InvocationType { RequestResponse Event }
  `,
  onField(use) {
    const { field, arguments: given } = use;
    const name = stringOrNull(given.name);
    if (name === null) return;
    const async = given.invocationType === 'Event';
    if (async) checkEvent(use, name);
    field.handlers.push({ kind: 'FunctionHandler', name, region: stringOrNull(given.region), async });
  },
};

/** A function that is not waited for can answer nothing but whether it was started. */
function checkEvent({ draft, type, field, directive, report }: FieldUse, name: string): void {
  if (type.root !== 'Query' && type.root !== 'Mutation') {
    const message = `@function definition with 'invocationType: Event' must be defined on Query or Mutation field.`;
    report('function-event-parent', directive, message, `Remove 'invocationType: Event'.`);
    return;
  }
  const uses = field.node.directives?.filter((other) => other.name.value === 'function') ?? [];
  if (uses.at(-1) !== directive) return;
  if (printTypeRef(field.type) !== eventResponse) {
    const returnType = printTypeRef(field.type);
    const parameters = (field.node.arguments ?? []).map((each) => `${each.name.value}: ${print(each.type)}`);
    const signature = `${field.name}${parameters.length === 0 ? '' : `(${parameters.join(', ')})`}`;
    const message =
      `Invalid return type ${returnType} for ${signature}: ${returnType} @function(name: ${name}, invocationType: Event).\n` +
      `Use return type '${eventResponse}' and, if necessary, add '${eventResponseShape}' to your model schema.`;
    report('function-event-return-type', field.node.type, message);
    return;
  }
  const response = draft.types.get(eventResponse);
  const success = response?.fields.get('success')?.type;
  if (response !== undefined && (response.fields.size !== 1 || !success || printTypeRef(success) !== 'Boolean!')) {
    const message = `Invalid '${eventResponse}' definition. Update the type definition in your schema to:\n${eventResponseShape}`;
    report('function-event-response-shape', response.node, message);
  }
}

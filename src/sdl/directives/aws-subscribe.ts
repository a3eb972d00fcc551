import type { Directive } from '../directive.ts';
import { stringList } from '../directive-arguments.ts';

/** `@aws_subscribe`: the mutations whose results a subscription receives. */
export const awsSubscribeDirective: Directive = {
  name: 'aws_subscribe',
  definition: /* GraphQL */ `directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION`,
  onField({ type, field, directive, report, arguments: given }) {
    if (type.root !== 'Subscription') {
      const message = `@aws_subscribe can only be used on fields of Subscription. See ${type.name}.${field.name}`;
      report('subscribe-not-subscription', directive, message, 'Move the field to type Subscription.');
      return;
    }
    field.mutations.push(...(stringList(given.mutations) ?? []));
  },
};

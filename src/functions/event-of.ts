import type { Invocation } from './function-invoker.ts';
import { identityOfEvent } from './identity-of-event.ts';

/** The event of a direct Lambda resolver. `reference/runtime.md` section 8.1. */
export function eventOf(invocation: Invocation, prev: unknown): Readonly<Record<string, unknown>> {
  return {
    typeName: invocation.typeName,
    fieldName: invocation.fieldName,
    arguments: invocation.arguments,
    identity: identityOfEvent(invocation.identity),
    source: invocation.source ?? null,
    request: { headers: invocation.headers, domainName: null },
    prev: { result: prev },
    info: infoOf(invocation),
    stash: {},
  };
}

/** `info`, as handlers of both kinds get it. */
export function infoOf(invocation: Invocation): Readonly<Record<string, unknown>> {
  return {
    fieldName: invocation.fieldName,
    parentTypeName: invocation.typeName,
    variables: invocation.variables,
    selectionSetList: invocation.selectionSetList,
    selectionSetGraphQL: invocation.selectionSetGraphQL,
  };
}

import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type DiagnosticCode, diagnosticCodes } from '../../diagnostics/diagnostic-codes.ts';
import { BuilderError } from '../builder-error.ts';
import { locationOfCallSite } from '../call-site.ts';
import type { Definition } from '../definition.ts';
import { authRules } from './auth-directive.ts';
import type { Entry } from './scope.ts';

/**
 * The entries but for generations and conversations, which run on models in Amazon Bedrock: the rest of the schema works
 * without them, so each is a warning. Their own mistakes are errors, as they are for the official builder.
 */
export function withoutAi(entries: readonly Entry[], diagnostics: Diagnostic[]): readonly Entry[] {
  return entries.filter(({ name, definition }) => {
    const label = aiLabel(definition);
    if (label === null) return true;
    const mistake = mistakeOf(name, definition);
    const code: DiagnosticCode = mistake?.code ?? 'builder-ai-left-out';
    diagnostics.push({
      code,
      ...diagnosticCodes[code],
      message: mistake?.message ?? `The ${label} ${name} is left out: it needs a model in Amazon Bedrock.`,
      location: locationOfCallSite(definition.site),
      hint: mistake === null ? 'Calls of it fail here. It works as before in the cloud.' : null,
    });
    return false;
  });
}

function aiLabel(definition: Definition): string | null {
  if (definition.kind === 'conversation') return 'conversation';
  return definition.kind === 'operation' && definition.operation === 'generation' ? 'generation' : null;
}

function mistakeOf(name: string, definition: Definition): BuilderError | null {
  if (definition.kind === 'operation') {
    const { generation, returns } = definition;
    if (typeof generation?.aiModel?.resourcePath !== 'string' || typeof generation.systemPrompt !== 'string') {
      return mistake(
        `Invalid Generation Route definition. A Generation Route must include a valid input. ${name} has an invalid or no input defined.`,
      );
    }
    return returns === null
      ? mistake(
          `Invalid Generation Route definition. A Generation Route must include a return type. ${name} has no return type specified.`,
        )
      : null;
  }
  if (definition.kind !== 'conversation') return null;
  const advice = 'Use .authorization((allow) => allow.owner()) to configure authorization for your conversation route.';
  const rules = authRules(definition.rules);
  if (rules.length === 0) return mistake(`Conversation ${name} is missing authorization rules. ${advice}`);
  return rules.every(({ allow, provider }) => allow === 'owner' && (provider ?? 'userPools') === 'userPools')
    ? null
    : mistake(`Conversation ${name} must use owner authorization with a user pool provider. ${advice}`);
}

function mistake(message: string): BuilderError {
  return new BuilderError('builder-ai-invalid', message, null);
}

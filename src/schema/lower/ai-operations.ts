import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type DiagnosticCode, diagnosticCodes } from '../../diagnostics/diagnostic-codes.ts';
import { locationOfCallSite } from '../call-site.ts';
import type { Defined, Definition, ToolDefinition } from '../definition.ts';
import { authRules } from './auth-directive.ts';
import type { Entry } from './scope.ts';

/**
 * What becomes of `a.generation` and `a.conversation`: an error, or a warning and the rest of the schema without them.
 */
export type AiRoutes = 'refuse' | 'leaveOut';

/**
 * The entries but for generations and conversations, which run on models in Amazon Bedrock. Their own mistakes are errors
 * in any case, as they are for the official builder.
 */
export function withoutAi(entries: readonly Entry[], aiRoutes: AiRoutes, diagnostics: Diagnostic[]): readonly Entry[] {
  return entries.filter(({ name, definition }) => {
    const label = aiLabel(definition);
    if (label === null) return true;
    const { code, message, hint } = mistakeOf(name, definition) ?? findings[aiRoutes](`${label} ${name}`);
    diagnostics.push({
      code,
      ...diagnosticCodes[code],
      message,
      location: locationOfCallSite(definition.site),
      hint,
    });
    return false;
  });
}

interface Finding {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint: string | null;
}

const findings: Readonly<Record<AiRoutes, (route: string) => Finding>> = {
  refuse: (route) => ({
    code: 'builder-ai-refused',
    message: `The ${route} cannot run here: it needs a model in Amazon Bedrock.`,
    hint:
      'Make it a custom query whose function calls the model. Or serve the rest without it: ' +
      "set `aiRoutes: 'leaveOut'` in preamp.config.ts; calls of it then fail here, and work as before in the cloud.",
  }),
  leaveOut: (route) => ({
    code: 'builder-ai-left-out',
    message: `The ${route} is left out: it needs a model in Amazon Bedrock.`,
    hint: 'Calls of it fail here. It works as before in the cloud.',
  }),
};

function aiLabel(definition: Definition): string | null {
  if (definition.kind === 'conversation') return 'conversation';
  return definition.kind === 'operation' && definition.operation === 'generation' ? 'generation' : null;
}

function mistakeOf(name: string, definition: Definition): Finding | null {
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
  if (!rules.every(({ allow, provider }) => allow === 'owner' && (provider ?? 'userPools') === 'userPools')) {
    return mistake(`Conversation ${name} must use owner authorization with a user pool provider. ${advice}`);
  }
  return (
    (definition.input.tools as readonly ToolDefinition[] | undefined)
      ?.map(toolMistake)
      .find((found) => found !== null) ?? null
  );
}

/** The names of tools are Amazon Bedrock's; what they call is a part of the schema. */
function toolMistake(tool: ToolDefinition): Finding | null {
  if (!/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/.test(tool.name)) {
    return mistake(
      `Tool name must be between 1 and 64 characters, start with a letter, and contain only letters, numbers, and underscores. Found: ${tool.name}`,
    );
  }
  const called = 'model' in tool ? 'model' : 'query';
  const target = tool[called] as Partial<Defined<{ readonly kind?: unknown }>> | undefined;
  return target?.data?.kind === 'ref' ? null : mistake(`Unexpected ${called} was found in tool ${tool.name}.`);
}

function mistake(message: string): Finding {
  return { code: 'builder-ai-invalid', message, hint: null };
}

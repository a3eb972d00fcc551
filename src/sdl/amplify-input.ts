import { type DefinitionNode, type InputObjectTypeDefinitionNode, Kind, valueFromASTUntyped } from 'graphql';
import type { ApiSettings } from '../ir/data-model.ts';
import { members } from './directive-arguments.ts';
import type { Report } from './report.ts';

/**
 * `input AMPLIFY { globalAuthRule: AuthRule = { allow: public } }`: no type but a setting, which opens every model
 * without rules to API keys. Returns the definitions without it and the settings with it.
 */
export function readAmplifyInput(
  definitions: readonly DefinitionNode[],
  settings: ApiSettings,
  report: Report,
): { readonly definitions: readonly DefinitionNode[]; readonly settings: ApiSettings } {
  const rest: DefinitionNode[] = [];
  let sandboxMode = settings.sandboxMode;
  for (const node of definitions) {
    if (node.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION || node.name.value !== 'AMPLIFY') rest.push(node);
    else if (opensToApiKeys(node)) sandboxMode = true;
    else {
      const message = 'The only setting of input AMPLIFY is globalAuthRule: AuthRule = { allow: public }.';
      report('global-auth-rule-invalid', node, message, 'Write it like that, or give each model its own @auth.');
    }
  }
  return { definitions: rest, settings: { ...settings, sandboxMode } };
}

function opensToApiKeys(node: InputObjectTypeDefinitionNode): boolean {
  return (node.fields ?? []).every((field) => {
    const value = field.defaultValue === undefined ? null : members(valueFromASTUntyped(field.defaultValue));
    return /^global_?auth_?rule$/i.test(field.name.value) && value?.allow === 'public';
  });
}

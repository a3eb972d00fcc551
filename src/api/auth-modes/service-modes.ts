import type { ApiSettings, AuthMode } from '../../ir/data-model.ts';

/**
 * The modes a directive list has to name so that exactly `granted` may pass. No directive at all means the default
 * mode, so where only the default mode is granted the list is empty. `withDefault` names the default mode beside
 * others even though no rule grants it.
 */
export function serviceModes(
  settings: ApiSettings,
  granted: ReadonlySet<AuthMode>,
  withDefault: boolean,
): readonly AuthMode[] {
  const others = [...granted].filter((mode) => mode !== settings.defaultAuthMode);
  if (others.length === 0) return [];
  return withDefault || granted.has(settings.defaultAuthMode) ? [...others, settings.defaultAuthMode] : others;
}

/** The granted modes, and IAM where every IAM principal has access. */
export function withGenericIam(settings: ApiSettings, granted: ReadonlySet<AuthMode>): ReadonlySet<AuthMode> {
  return settings.genericIamAccess ? new Set([...granted, 'AWS_IAM' as const]) : granted;
}

/**
 * The modes of one operation of a model. An operation that no rule grants is left to the default mode (and denied
 * there by its resolver) once IAM has to be named.
 */
export function operationModes(settings: ApiSettings, granted: ReadonlySet<AuthMode>): readonly AuthMode[] {
  const ungranted = granted.size === 0 && settings.genericIamAccess && settings.defaultAuthMode !== 'AWS_IAM';
  const withDefault = ungranted || granted.has(settings.defaultAuthMode);
  return serviceModes(settings, withGenericIam(settings, granted), withDefault);
}

/** The modes of a model without rules: sandbox API keys and generic IAM. */
export function modesWithoutRules(settings: ApiSettings): readonly AuthMode[] {
  const { sandboxMode, genericIamAccess, defaultAuthMode } = settings;
  if (sandboxMode && genericIamAccess) return ['API_KEY', 'AWS_IAM'];
  if (sandboxMode && defaultAuthMode !== 'API_KEY') return ['API_KEY'];
  if (genericIamAccess && defaultAuthMode !== 'AWS_IAM') return ['AWS_IAM'];
  return [];
}

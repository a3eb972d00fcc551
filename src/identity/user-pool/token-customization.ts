import { isRecord } from '../../util/is-record.ts';

/** What a `preTokenGeneration` trigger changes of the tokens. */
export interface TokenCustomization {
  /** Takes the place of the user's groups; `null` leaves them. */
  readonly groups: readonly string[] | null;
  readonly id: ClaimChanges;
  readonly access: ClaimChanges & {
    readonly scopesToAdd: readonly string[];
    readonly scopesToSuppress: readonly string[];
  };
}

export interface ClaimChanges {
  readonly add: Readonly<Record<string, unknown>>;
  readonly suppress: readonly string[];
}

const noChanges: ClaimChanges = { add: {}, suppress: [] };
const noCustomization: TokenCustomization = {
  groups: null,
  id: noChanges,
  access: { ...noChanges, scopesToAdd: [], scopesToSuppress: [] },
};

/**
 * Reads a trigger's response in either of Cognito's forms: `claimsOverrideDetails`, which is about ID tokens and groups, or
 * `claimsAndScopeOverrideDetails`. What is not of that form changes nothing.
 */
export function readTokenCustomization(response: Readonly<Record<string, unknown>> | null): TokenCustomization {
  if (response === null) return noCustomization;
  const both = response.claimsAndScopeOverrideDetails;
  if (isRecord(both)) {
    const access = isRecord(both.accessTokenGeneration) ? both.accessTokenGeneration : {};
    return {
      groups: groupsOf(both),
      id: changesOf(both.idTokenGeneration),
      access: {
        ...changesOf(access),
        scopesToAdd: strings(access.scopesToAdd),
        scopesToSuppress: strings(access.scopesToSuppress),
      },
    };
  }
  const first = response.claimsOverrideDetails;
  if (!isRecord(first)) return noCustomization;
  return { ...noCustomization, groups: groupsOf(first), id: changesOf(first) };
}

/** Claims after a trigger's changes. Those that make a token what it is are the pool's, and are set afterwards. */
export function changeClaims(
  claims: Readonly<Record<string, unknown>>,
  { add, suppress }: ClaimChanges,
): Record<string, unknown> {
  const changed = { ...claims, ...add };
  for (const name of suppress) delete changed[name];
  for (const name of Object.keys(add)) if (name.startsWith('cognito:')) delete changed[name];
  return changed;
}

function changesOf(details: unknown): ClaimChanges {
  if (!isRecord(details)) return noChanges;
  const { claimsToAddOrOverride: add, claimsToSuppress: suppress } = details;
  return { add: isRecord(add) ? add : {}, suppress: strings(suppress) };
}

function groupsOf({ groupOverrideDetails: details }: Readonly<Record<string, unknown>>): readonly string[] | null {
  return isRecord(details) && Array.isArray(details.groupsToOverride) ? strings(details.groupsToOverride) : null;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

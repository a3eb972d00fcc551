import { claimText } from './claim-text.ts';

/** What stands for a caller in an owner field. */
export interface OwnerValues {
  /** What is stored on create: all parts joined by `::`. */
  readonly full: string;
  /** Everything that is recognised as the caller; `full` comes first. */
  readonly accepted: readonly string[];
}

/**
 * The caller's owner values for the parts of an identity claim, or the name of the first claim the token lacks.
 *
 * A single part counts as the caller too, except one that itself holds `::`: a user who may choose a name must not be
 * able to spell another user's full value.
 */
export function ownerValues(
  claims: Readonly<Record<string, unknown>>,
  names: readonly string[],
): OwnerValues | { readonly missing: string } {
  const parts: string[] = [];
  for (const name of names) {
    const text = claimText(claims, name);
    if (text === null) return { missing: name };
    parts.push(text);
  }
  const full = parts.join('::');
  if (parts.length === 1) return { full, accepted: [full] };
  const single = parts.filter((part) => !part.includes('::'));
  return { full, accepted: [...new Set([full, ...single])] };
}

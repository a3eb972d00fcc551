import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { a } from '../../schema/a.ts';
import { allow } from '../../schema/authorization/allow.ts';

/** For `a.strng is not a function` and its like: the member of the builder that was probably meant, or `null`. */
export function builderMemberHint(message: string): string | null {
  const [, receiver, name] = /^(.*)\.(\w+) is not a function$/s.exec(message) ?? [];
  if (receiver === undefined || name === undefined) return null;
  if (/(^|\.)a$/.test(receiver)) return didYouMean(name, Object.keys(a));
  if (/(^|\.)allow$/.test(receiver)) return didYouMean(name, Object.keys(allow));
  return /\ba\.\w+\(/.test(receiver) ? didYouMean(name, chainedMembers()) : null;
}

/** Methods of what the builder's functions return. */
function chainedMembers(): string[] {
  const made = [a.string(), a.model({}), a.query(), a.ref('x'), a.hasMany('x', 'y'), a.schema({ T: a.model({}) })];
  return made.flatMap((each) => Object.getOwnPropertyNames(Object.getPrototypeOf(each)));
}

import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { MobileModels } from './mobile-model.ts';

const reserved = {
  Java: 'abstract assert boolean break byte case catch char class const continue default do double else enum extends false final finally float for goto if implements import instanceof int interface long native new null package private protected public return short static strictfp super switch synchronized this throw throws transient true try void volatile while _',
  Swift:
    'Any as associatedtype break case catch class continue default defer deinit do else enum extension fallthrough false fileprivate for func guard if import in init inout internal is let nil operator precedencegroup private protocol public repeat rethrows return self Self static struct subscript super switch throw throws true try typealias var where while',
  Dart: 'assert break case catch class const continue default do else enum extends false final finally for if in is new null rethrow return super switch this throw true try var void while with',
} as const;

type Language = keyof typeof reserved;

/** Whether a name is a keyword of a language. */
export function isReserved(name: string, language: Language): boolean {
  return reserved[language].split(' ').includes(name);
}

/**
 * Throws where a type, field or value has a name that the language keeps for itself: what was generated would not compile.
 */
export function refuseReserved({ models, objects, enums }: MobileModels, language: Language): void {
  const refuse = (path: string, name: string) => {
    if (!isReserved(name, language)) return;
    throw new PreampError(
      'name-reserved',
      `${path}: \`${name}\` is a keyword of ${language}, so that no model can be generated. Give it another name.`,
    );
  };
  for (const { name, fields } of [...models, ...objects]) {
    refuse(name, name);
    for (const field of fields) refuse(`${name}.${field.name}`, field.name);
  }
  for (const { name, values } of enums) {
    refuse(name, name);
    // Cases in Swift may be keywords, in backquotes.
    if (language !== 'Swift') for (const value of values) refuse(`${name}.${value}`, value);
  }
}

import { print } from 'graphql';
import type { Source } from '../../compiler/compile.ts';

/** Sources as GraphQL text: written ones as they are, built ones printed. */
export function sourceText(sources: readonly Source[]): string {
  const texts = sources.map((source) =>
    'text' in source ? source.text.trim() : source.document.definitions.map((each) => print(each)).join('\n\n'),
  );
  return `${texts.filter((text) => text !== '').join('\n\n')}\n`;
}

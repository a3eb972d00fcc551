import { styleText } from 'node:util';

type Format = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Colours a text, where its stream can show colours. */
export type Style = (format: Format, text: string) => string;

/** Colours for a stream: none in a pipe, nor with `NO_COLOR`. */
export function styleFor(stream: NodeJS.WriteStream): Style {
  return (format, text) => styleText(format, text, { stream });
}

export const plain: Style = (_, text) => text;

import type { AmplifyOutputs } from '../../artifacts/amplify-outputs.ts';

/** Forms of the client configuration. */
export const outputsFormats = ['json', 'json-mobile', 'ts', 'mjs', 'dart'] as const;
export type OutputsFormat = (typeof outputsFormats)[number];

/** Extension of the file. */
export function outputsExtension(format: OutputsFormat): string {
  return format === 'json-mobile' ? 'json' : format;
}

/** Mobile libraries read the standard file only. */
export function outputsShape(format: OutputsFormat): 'dual' | 'standard' {
  return format === 'json-mobile' || format === 'dart' ? 'standard' : 'dual';
}

/** The text of the file. */
export function formatOutputs(outputs: AmplifyOutputs, format: OutputsFormat): string {
  const json = JSON.stringify(outputs, null, 2);
  switch (format) {
    case 'json':
    case 'json-mobile':
      return `${json}\n`;
    case 'ts':
    case 'mjs':
      return `const amplifyConfig = ${json};\n\nexport default amplifyConfig;\n`;
    case 'dart':
      // A raw string, in which nothing is interpolated; quotes that would end it are written as JSON escapes.
      return `const amplifyConfig = r'''${json.replaceAll("'", '\\u0027')}''';\n`;
  }
}

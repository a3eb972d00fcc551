import { expect, test } from 'vitest';
import type { AmplifyOutputs } from '../../artifacts/amplify-outputs.ts';
import { formatOutputs, outputsExtension, outputsFormats, outputsShape } from './format-outputs.ts';

const outputs = {
  version: '1.4',
  data: { url: 'https://api', api_key: "it's ''' $here ${there} \\ `x`" },
} as unknown as AmplifyOutputs;
const json = JSON.stringify(outputs, null, 2);

test('each format has its file and its shape', () => {
  expect(outputsFormats.map((format) => [format, outputsExtension(format), outputsShape(format)])).toEqual([
    ['json', 'json', 'dual'],
    ['json-mobile', 'json', 'standard'],
    ['ts', 'ts', 'dual'],
    ['mjs', 'mjs', 'dual'],
    ['dart', 'dart', 'standard'],
  ]);
});

test('JSON is indented by two, and ends with a line break', () => {
  expect(formatOutputs(outputs, 'json')).toBe(`${json}\n`);
  expect(formatOutputs(outputs, 'json-mobile')).toBe(`${json}\n`);
});

test.each(['ts', 'mjs'] as const)('%s is a module with a default export, whatever the values hold', async (format) => {
  const text = formatOutputs(outputs, format);
  expect(text).toBe(`const amplifyConfig = ${json};\n\nexport default amplifyConfig;\n`);
  const { default: config } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  expect(config).toEqual(outputs);
});

test('Dart has a raw string that nothing in it ends', () => {
  const text = formatOutputs(outputs, 'dart');
  const [, literal] = /^const amplifyConfig = r'''(.*)''';\n$/s.exec(text)!;
  expect(literal).not.toContain("'");
  expect(JSON.parse(literal!)).toEqual(outputs);
});

import { describe, expect, it } from 'vitest';
import { parseConfig } from './parse-config.ts';

function problems(value: unknown): readonly string[] {
  try {
    parseConfig(value, 'preamp.config.ts');
    return [];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.message.split('\n  ').slice(1);
  }
}

describe('parseConfig', () => {
  it('returns a valid configuration as it is', () => {
    const config = { port: 0, dataDir: ':memory:', authorization: { defaultMode: 'AWS_IAM' } } as const;
    expect(parseConfig(config, 'preamp.config.ts')).toEqual(config);
  });

  it.each<[string, unknown, readonly string[]]>([
    ['an unknown key', { dataDirr: 'x' }, ["dataDirr: unknown setting. Did you mean 'dataDir'?"]],
    ['an unknown key that is like none', { colour: 'red' }, ['colour: unknown setting.']],
    [
      'an unknown key of an object',
      { authorization: { defaultMod: 'API_KEY' } },
      ["authorization.defaultMod: unknown setting. Did you mean 'defaultMode'?"],
    ],
    [
      'a missing and an unknown key in a list',
      { authorization: { apiKeys: [{ nam: 'a', key: 'b' }] } },
      [
        'authorization.apiKeys.0.name: is missing',
        "authorization.apiKeys.0.nam: unknown setting. Did you mean 'name'?",
      ],
    ],
    [
      'an unknown key below a name',
      { functions: { ask: { entry: 'a.ts', memory: 1 } } },
      ["functions.ask.memory: unknown setting. Did you mean 'memoryMB'?"],
    ],
    ['another type', { port: '1' }, ['port: must be a number']],
    ['a fraction', { port: 1.5 }, ['port: must be a whole number']],
    ['a number out of range', { port: 70_000 }, ['port: must be at most 65535']],
    ['an empty text', { host: '' }, ['host: must not be empty']],
    ['another choice', { engine: { type: 'mysql' } }, ['engine.type: must be one of "sqlite", "dynamodb"']],
    ['a list', [], ['the configuration: must be an object']],
    ['every problem at once', { port: 'a', host: 1 }, ['host: must be a string', 'port: must be a number']],
  ])('reports %s', (_, value, expected) => {
    expect(problems(value)).toEqual(expected);
  });

  it('does not repeat a value', () => {
    expect(
      problems({ authorization: { principals: [{ secretAccessKey: 7, accessKeyId: 'AKSECRET' }] } }).join(),
    ).not.toContain('AKSECRET');
  });
});

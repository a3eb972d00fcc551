import { describe, expect, it } from 'vitest';
import { xmlToMap } from './xml.ts';

describe('xmlToMap', () => {
  it.each<[string, string, unknown]>([
    [
      'elements and text',
      '<?xml version="1.0" encoding="UTF-8"?>\n<posts>\n<post>\n <id>1</id>\n <title>Getting on</title>\n</post>\n</posts>',
      { posts: { post: { id: 1, title: 'Getting on' } } },
    ],
    ['repeated elements', '<a><b>1</b><c/><b>x</b><b>true</b></a>', { a: { b: [1, 'x', true], c: '' } }],
    ['attributes', `<a id="7" of='x &amp; y'>text</a>`, { a: { id: 7, of: 'x & y', content: 'text' } }],
    ['what stands for characters', '<a>&lt;&#65;&#x1F600;&gt; &unknown;</a>', { a: '<A😀> &unknown;' }],
    ['comments and verbatim text', '<!-- no --><a><![CDATA[<b>]]><!-- no --></a>', { a: '<b>' }],
    [
      'numbers that would lose digits',
      '<a><b>007</b><c>12345678901234567890</c><d>-1.5</d></a>',
      { a: { b: '007', c: '12345678901234567890', d: -1.5 } },
    ],
    [
      'names that objects have',
      '<a><__proto__>1</__proto__><constructor>2</constructor></a>',
      JSON.parse('{"a":{"__proto__":1,"constructor":2}}'),
    ],
  ])('reads %s', (_what, xml, expected) => {
    expect(JSON.stringify(xmlToMap(xml))).toBe(JSON.stringify(expected));
  });

  it.each([
    '',
    'text',
    '<a>',
    '<a></b>',
    '</a>',
    '<a/><b/>',
    '<a/>text',
    '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    '<a '.repeat(500),
  ])('refuses what is no XML: %s', (xml) => {
    expect(() => xmlToMap(xml)).toThrow(TypeError);
  });

  it('refuses elements within elements without end', () => {
    expect(() => xmlToMap('<a>'.repeat(300) + '</a>'.repeat(300))).toThrow(TypeError);
  });
});

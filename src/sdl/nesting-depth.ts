/** How deep brackets of a text are nested; those in strings and comments do not count. */
export function nestingDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*|[[\](){}]/g)) {
    if (token === '[' || token === '(' || token === '{') deepest = Math.max(deepest, ++depth);
    else if (token === ']' || token === ')' || token === '}') depth--;
  }
  return deepest;
}

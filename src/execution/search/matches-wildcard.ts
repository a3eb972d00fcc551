/** Whether a whole text fits a pattern in which `*` is any text and `?` any character. Takes time linear in both, or nearly so. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let inPattern = 0;
  let inText = 0;
  let star = -1;
  let resume = 0;
  while (inText < text.length) {
    if (inPattern < pattern.length && pattern[inPattern] === '*') {
      star = inPattern;
      resume = inText;
      inPattern += 1;
    } else if (inPattern < pattern.length && (pattern[inPattern] === '?' || pattern[inPattern] === text[inText])) {
      inPattern += 1;
      inText += 1;
    } else if (star !== -1) {
      // The last star takes one character more.
      inPattern = star + 1;
      resume += 1;
      inText = resume;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}

/** Grouped bars of requests per server-CPU-second as a ratio to the floor, one group an operation, as SVG text. */
export function plotRatios(results: Record<string, Record<string, { perCpuSecond: number }>>): string {
  const colours: Record<string, string> = { 'json floor': '#b8c4d6', mercurius: '#e0a458', preamp: '#2f6fed' };
  const names = Object.keys(colours);
  const groups = Object.entries(results);
  const [left, top, height, group, bar] = [46, 34, 260, 84, 22];
  const ratio = (row: Record<string, { perCpuSecond: number }>, name: string) =>
    row[name]!.perCpuSecond / row.floor!.perCpuSecond;
  const most = Math.max(1.2, ...groups.flatMap(([, row]) => names.map((name) => ratio(row, name))));
  const y = (value: number) => top + height - (value / most) * height;
  const parts: string[] = [];
  for (let tick = 0; tick <= most; tick += 0.5) {
    const dash = tick === 1 ? 'stroke="#555" stroke-dasharray="4 3"' : 'stroke="#e3e6ea"';
    parts.push(`<line x1="${left}" x2="${left + groups.length * group}" y1="${y(tick)}" y2="${y(tick)}" ${dash}/>`);
    parts.push(`<text x="${left - 6}" y="${y(tick) + 4}" text-anchor="end">${tick.toFixed(1)}</text>`);
  }
  groups.forEach(([name, row], column) => {
    const x = left + column * group + 8;
    names.forEach((server, position) => {
      const value = ratio(row, server);
      parts.push(
        `<rect x="${x + position * bar}" y="${y(value)}" width="${bar - 3}" height="${top + height - y(value)}" fill="${colours[server]}"><title>${server}, ${name}: ${value.toFixed(2)}</title></rect>`,
      );
    });
    parts.push(`<text x="${x + 32}" y="${top + height + 16}" text-anchor="middle">${name}</text>`);
  });
  names.forEach((server, position) => {
    const x = left + position * 110;
    parts.push(
      `<rect x="${x}" y="8" width="12" height="12" fill="${colours[server]}"/><text x="${x + 17}" y="18">${server}</text>`,
    );
  });
  const width = left + groups.length * group + 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top + height + 30}" font-family="system-ui, sans-serif" font-size="12" fill="#222"><rect width="100%" height="100%" fill="#fff"/>${parts.join('')}<text x="${width - 10}" y="18" text-anchor="end">requests per server-CPU-second; 1.0 is node:http with SQLite rows</text></svg>\n`;
}

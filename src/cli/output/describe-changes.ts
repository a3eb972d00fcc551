import type { DataModel } from '../../ir/data-model.ts';

/** More changes than this are counted, not listed. */
const mostListed = 6;

/** What differs between two data models, for people: `+ Comment, + Post.rating, - Post.date`. */
export function describeChanges(before: DataModel, after: DataModel): string {
  const old = membersOf(before);
  const now = membersOf(after);
  const changes = [
    ...[...now.keys()].filter((name) => !old.has(name)).map((name) => `+ ${name}`),
    ...[...old.keys()].filter((name) => !now.has(name)).map((name) => `- ${name}`),
    ...[...now].filter(([name, text]) => old.has(name) && old.get(name) !== text).map(([name]) => `~ ${name}`),
  ].filter((change, _, all) => !all.some((other) => other !== change && change.startsWith(`${other}.`)));
  if (changes.length === 0) return 'Reloaded; the schema is as it was';
  const rest = changes.length - mostListed;
  return changes.slice(0, mostListed).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** Models, their fields and everything else with a name, with what tells a version of it from another. */
function membersOf(model: DataModel): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  for (const { fields, relations, ...rest } of model.models) {
    members.set(rest.name, JSON.stringify(rest));
    for (const field of [...fields, ...relations]) members.set(`${rest.name}.${field.name}`, JSON.stringify(field));
  }
  for (const each of [...model.objects, ...model.enums, ...model.inputs, ...model.interfaces, ...model.unions]) {
    members.set(each.name, JSON.stringify(each));
  }
  for (const each of model.operations) members.set(`${each.parent}.${each.name}`, JSON.stringify(each));
  members.set('settings', JSON.stringify(model.settings));
  return members;
}

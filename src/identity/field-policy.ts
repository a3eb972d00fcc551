const name = '[_A-Za-z][_0-9A-Za-z]*';
const form = new RegExp(
  `^(?:(?:arn:[^/]+/[\\w-]+/)?types/(${name})/(?:(\\*)|fields/(${name}|\\*))|(${name})\\.(${name}|\\*))$`,
);

/**
 * One resource of an IAM policy as `Type.field` or `Type.*`: from `types/Query/fields/getPost`, `types/Query/*`, the
 * whole ARN `arn:aws:appsync:…:apis/<id>/types/Query/*`, or that very form. `null` where it is none of these.
 */
export function policyField(resource: string): string | null {
  const match = form.exec(resource);
  if (match === null) return null;
  const [, type, every, field, plainType, plainField] = match;
  return type === undefined ? `${plainType}.${plainField}` : `${type}.${every ?? field}`;
}

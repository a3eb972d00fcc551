/** Names that do not follow from the builder's by writing capitals as `_x`. */
const renamed: Readonly<Record<string, string>> = {
  fullname: 'name',
  profilePage: 'profile',
  profilePicture: 'picture',
  lastUpdateTime: 'updated_at',
  timezone: 'zoneinfo',
};

/** Cognito's name of an attribute that builder and client call `givenName`: `given_name`. Custom ones have one name. */
export function attributeName(name: string): string {
  if (name.startsWith('custom:')) return name;
  return renamed[name] ?? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

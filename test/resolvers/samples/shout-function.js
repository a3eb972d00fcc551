export const handler = async ({ field, text }) => {
  if (text === '') throw new Error('nothing to shout');
  return `${field}: ${text.toUpperCase()}`;
};

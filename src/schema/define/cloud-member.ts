/** What exists in a cloud account only, and whose types belong to the AWS CDK and the official packages. */
// biome-ignore lint/suspicious/noExplicitAny: existing backends reach into it as deep as they like.
export type CloudMember = any;

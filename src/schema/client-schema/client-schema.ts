export type ClientSchema<S> = S;

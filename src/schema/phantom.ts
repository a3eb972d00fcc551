/**
 * Keys of members that exist in types only. They let the type of a builder value carry what `ClientSchema` reads, so
 * that it is looked up instead of inferred.
 */

/** Which kind of builder value it is. */
export declare const kind: unique symbol;
/** TypeScript type of the values of a scalar or enum field. */
export declare const value: unique symbol;
/** Parts of a composed value: a model's fields, an operation's arguments. */
export declare const shape: unique symbol;
/** Whether a field's key is there in every record (`required`), may be absent (`optional`), or leads elsewhere. */
export declare const presence: unique symbol;
/** Rules of a field, for the owner and group fields they imply. */
export declare const roles: unique symbol;

/** A conversation as a client sees it. */
export interface ConversationEntry {
  __entityType: 'customConversation';
  type: Conversation;
  messageType: ConversationMessage;
  streamEventType: ConversationStreamEvent;
}

/** A chat with a model, and what has been said in it. */
export interface Conversation {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly name?: string;
  readonly metadata?: Record<string, unknown>;
  sendMessage(content: string | SendMessageInput): Single<ConversationMessage>;
  listMessages(input?: PageInput): Many<ConversationMessage>;
  onStreamEvent(handler: {
    next: (event: ConversationStreamEvent) => void;
    error: (error: ConversationStreamError) => void;
  }): { unsubscribe(): void };
}

export interface ConversationMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly role: 'user' | 'assistant';
  readonly content: ConversationContent[];
  readonly createdAt: string;
  readonly associatedUserMessageId?: string;
}

/** Exactly one of its members is there. */
export type ConversationContent = OneOf<{
  text: string;
  image: { format: 'png' | 'gif' | 'jpeg' | 'webp'; source: { bytes: Uint8Array } };
  document: {
    format: 'pdf' | 'csv' | 'doc' | 'docx' | 'xls' | 'xlsx' | 'html' | 'txt' | 'md';
    name: string;
    source: { bytes: Uint8Array };
  };
  toolUse: { toolUseId: string; name: string; input: Json };
  toolResult: { toolUseId: string; content: ToolResult[] };
}>;

// biome-ignore lint/suspicious/noExplicitAny: any JSON
type Json = any;

type ToolResult = OneOf<{
  text: string;
  image: { format: 'png' | 'gif' | 'jpeg' | 'webp'; source: { bytes: Uint8Array } };
  json: Json;
}>;

/** A piece of an answer: exactly one of `text`, `toolUse`, `contentBlockDoneAtIndex` and `stopReason`. */
export type ConversationStreamEvent = {
  readonly id: string;
  readonly conversationId: string;
  readonly associatedUserMessageId: string;
} & OneOf<{
  text: string;
  toolUse: { toolUseId: string; name: string; input: Json };
  contentBlockDoneAtIndex: number;
  stopReason: string;
}> & { readonly contentBlockIndex?: number; readonly contentBlockDeltaIndex?: number };

export interface ConversationStreamError {
  readonly id: string;
  readonly conversationId: string;
  readonly associatedUserMessageId: string;
  readonly errors: ErrorEntry[];
}

export interface SendMessageInput {
  readonly content: ConversationContent[];
  readonly aiContext?: string | Record<string, unknown>;
  readonly toolConfiguration?: {
    readonly tools: Record<string, { description?: string; inputSchema: { json: Record<string, unknown> } }>;
  };
}

interface PageInput {
  readonly limit?: number;
  readonly nextToken?: string | null;
}

interface ErrorEntry {
  readonly message: string;
  readonly errorType?: string;
}

type OneOf<Members> = {
  [Name in keyof Members]: { [Key in Name]: Members[Name] } & { [Other in Exclude<keyof Members, Name>]?: never };
}[keyof Members];

type Single<T> = Promise<{ data: T | null; errors?: ErrorEntry[] }>;
type Many<T> = Promise<{ data: T[]; nextToken?: string | null; errors?: ErrorEntry[] }>;

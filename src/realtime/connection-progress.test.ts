import { expect, test } from 'vitest';
import { ConnectionProgress, closingQuestion } from './connection-progress.ts';
import { SubscriptionProgress } from './subscription-progress.ts';

test('an answer confirms what had been handed to all sockets when it was asked for', () => {
  let position = 7;
  const progress = new ConnectionProgress(() => position);
  const subscription = new SubscriptionProgress(progress, 2);
  progress.ask(1);
  position = 9;
  expect(subscription.position).toBe(2);
  progress.answered(1);
  expect(subscription.position).toBe(7);
});

test('events that were sent are confirmed although earlier ones of other subscriptions are on their way', () => {
  const progress = new ConnectionProgress(() => 3);
  const [ahead, behind] = [new SubscriptionProgress(progress, 0), new SubscriptionProgress(progress, 0)];
  progress.eventSent(ahead, 5);
  expect(progress.isDue).toBe(true);
  progress.ask(1);
  progress.eventSent(ahead, 6);
  progress.answered(1);
  expect([ahead.position, behind.position]).toEqual([5, 3]);
});

test('a question from before a subscription says nothing of its events', () => {
  const progress = new ConnectionProgress(() => 10);
  progress.ask(1);
  const replayed = new SubscriptionProgress(progress, 4);
  progress.answered(1);
  expect(replayed.position).toBe(4);
  progress.ask(2);
  progress.answered(2);
  expect(replayed.position).toBe(10);
});

test('an answer covers the questions before it; others, and repeated ones, say nothing', () => {
  let position = 1;
  const progress = new ConnectionProgress(() => position++);
  const subscription = new SubscriptionProgress(progress, 0);
  for (const number of [4, 5, 6]) progress.ask(number);
  for (const number of [3, Number.NaN, 7]) progress.answered(number);
  expect(subscription.position).toBe(0);
  progress.answered(5);
  progress.answered(4);
  expect(subscription.position).toBe(2);
  progress.ask(closingQuestion);
  progress.answered(closingQuestion);
  expect(subscription.position).toBe(4);
});

test('a client that never answers is remembered no more than 128 questions', () => {
  const progress = new ConnectionProgress(() => 1);
  const subscription = new SubscriptionProgress(progress, 0);
  for (let number = 1; number <= 1_000; number++) {
    progress.eventSent(subscription, number);
    if (progress.isDue) progress.ask(number);
  }
  expect(progress.asked).toBe(64);
  for (let number = 1_001; number <= 2_000; number++) progress.ask(number);
  expect(progress.asked).toBe(128);
});

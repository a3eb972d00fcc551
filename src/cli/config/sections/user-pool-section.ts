import * as v from 'valibot';
import type { DeliverCode } from '../deliver-code.ts';
import { flag, text, url } from './described-values.ts';

export const userPool = v.pipe(
  v.strictObject({
    signInWith: v.optional(
      v.pipe(
        v.array(v.picklist(['username', 'email', 'phone_number'])),
        v.nonEmpty('must not be empty'),
        v.description('What users sign in with. Default: as the resource file says, else `email`.'),
      ),
    ),
    confirmation: v.optional(
      v.pipe(
        v.picklist(['code', 'automatic']),
        v.description('Whether a sign-up waits for the code that was sent. Default: `code`.'),
      ),
    ),
    selfSignUp: v.optional(flag('Whether anyone may sign up. Default: true.')),
    allowGuests: v.optional(flag('Whether callers that have not signed in get credentials. Default: true.')),
    deliverCode: v.optional(
      v.pipe(
        v.function('must be a function'),
        v.transform((value) => value as DeliverCode),
        v.description(
          'Sends a code to its user. `sandbox` prints every code too; `start` without a way refuses what needs one.',
        ),
      ),
    ),
    printCodes: v.optional(
      flag('Whether `start` writes every code into its log. Default: true where the data is in memory, else false.'),
    ),
    webhook: v.optional(
      v.pipe(
        v.strictObject({
          url: url(
            'Where each code is posted, as JSON: `purpose`, `username`, `attribute`, `destination`, `code`, and `subject` and `message` where a trigger words them.',
          ),
          secret: v.optional(
            text('Signs the body: `x-preamp-signature` is `sha256=` and its HMAC-SHA256. Default: unsigned.'),
          ),
        }),
        v.description('Posts codes to an address.'),
      ),
    ),
    smtp: v.optional(
      v.pipe(
        v.strictObject({
          url: url('The mail server, as `smtps://user:password@mail.example.com`. Take it from the environment.'),
          from: text('The address that mails come from.'),
        }),
        v.description('Mails codes. Needs the package `nodemailer`.'),
      ),
    ),
  }),
  v.description('The embedded user pool.'),
);

import type { PoolOperation } from '../pool-operation.ts';
import * as account from './account.ts';
import * as groups from './admin-groups.ts';
import * as users from './admin-users.ts';
import { adminInitiateAuth, initiateAuth } from './initiate-auth.ts';
import * as mfa from './mfa.ts';
import * as passwords from './passwords.ts';
import * as pools from './pools.ts';
import { adminRespondToAuthChallenge, respondToAuthChallenge } from './respond-to-auth-challenge.ts';
import * as signUps from './sign-up.ts';

/** Every operation of the user pool's wire API by its name after `AWSCognitoIdentityProviderService.`. */
export const poolOperations: ReadonlyMap<string, PoolOperation> = new Map([
  ['SignUp', signUps.signUp],
  ['ConfirmSignUp', signUps.confirmSignUp],
  ['ResendConfirmationCode', signUps.resendConfirmationCode],
  ['InitiateAuth', initiateAuth],
  ['RespondToAuthChallenge', respondToAuthChallenge],
  ['GetTokensFromRefreshToken', account.getTokensFromRefreshToken],
  ['RevokeToken', account.revokeToken],
  ['GlobalSignOut', account.globalSignOut],
  ['ForgotPassword', passwords.forgotPassword],
  ['ConfirmForgotPassword', passwords.confirmForgotPassword],
  ['ChangePassword', passwords.changePassword],
  ['GetUser', account.getUser],
  ['UpdateUserAttributes', account.updateUserAttributes],
  ['DeleteUserAttributes', account.deleteUserAttributes],
  ['GetUserAttributeVerificationCode', account.getUserAttributeVerificationCode],
  ['VerifyUserAttribute', account.verifyUserAttribute],
  ['DeleteUser', account.deleteUser],
  ['AssociateSoftwareToken', mfa.associateSoftwareToken],
  ['VerifySoftwareToken', mfa.verifySoftwareToken],
  ['SetUserMFAPreference', mfa.setUserMfaPreference],
  ['ListDevices', account.listDevices],
  ['ConfirmDevice', account.useDevice],
  ['GetDevice', account.useDevice],
  ['UpdateDeviceStatus', account.useDevice],
  ['ForgetDevice', account.useDevice],
  ['AdminCreateUser', users.adminCreateUser],
  ['AdminGetUser', users.adminGetUser],
  ['AdminDeleteUser', users.adminDeleteUser],
  ['AdminDisableUser', users.adminDisableUser],
  ['AdminEnableUser', users.adminEnableUser],
  ['AdminConfirmSignUp', users.adminConfirmSignUp],
  ['AdminSetUserPassword', users.adminSetUserPassword],
  ['AdminResetUserPassword', users.adminResetUserPassword],
  ['AdminUpdateUserAttributes', users.adminUpdateUserAttributes],
  ['AdminDeleteUserAttributes', users.adminDeleteUserAttributes],
  ['AdminUserGlobalSignOut', users.adminUserGlobalSignOut],
  ['AdminInitiateAuth', adminInitiateAuth],
  ['AdminRespondToAuthChallenge', adminRespondToAuthChallenge],
  ['AdminSetUserMFAPreference', mfa.adminSetUserMfaPreference],
  ['AdminAddUserToGroup', groups.adminAddUserToGroup],
  ['AdminRemoveUserFromGroup', groups.adminRemoveUserFromGroup],
  ['AdminListGroupsForUser', groups.adminListGroupsForUser],
  ['ListUsers', users.listUsers],
  ['ListUsersInGroup', groups.listUsersInGroup],
  ['CreateGroup', groups.createGroup],
  ['GetGroup', groups.getGroup],
  ['UpdateGroup', groups.updateGroup],
  ['DeleteGroup', groups.deleteGroup],
  ['ListGroups', groups.listGroups],
  ['CreateUserPool', pools.describeThisPool],
  ['DescribeUserPool', pools.describeUserPool],
  ['UpdateUserPool', pools.keepUserPool],
  ['DeleteUserPool', pools.keepUserPool],
  ['ListUserPools', pools.listUserPools],
  ['CreateUserPoolClient', pools.createUserPoolClient],
  ['DescribeUserPoolClient', pools.describeUserPoolClient],
  ['UpdateUserPoolClient', pools.describeUserPoolClient],
  ['DeleteUserPoolClient', pools.keepUserPoolClient],
  ['ListUserPoolClients', pools.listUserPoolClients],
]);

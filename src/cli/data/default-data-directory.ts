/** Where data is kept unless somebody says otherwise, relative to the app's folder. */
export const defaultDataDirectory = '.preamp';

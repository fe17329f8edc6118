// contexts.mjs   prints {url: context} as the packages of their editors ship them
import {published} from './loader.mjs';

console.log(JSON.stringify(Object.fromEntries(published)));

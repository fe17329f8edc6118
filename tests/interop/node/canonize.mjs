// canonize.mjs DOCUMENTS   prints the canonical N-Quads of each document of a list, in one process
import {closedLoader, read} from './loader.mjs';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';

const documentLoader = closedLoader(read(process.env.CONTEXTS), []);
const forms = [];
for(const document of read(process.argv[2])) {
  forms.push(await cryptosuite.canonize(document, {documentLoader}));
}
console.log(JSON.stringify(forms));

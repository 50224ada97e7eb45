// The pages' few building blocks, from one place.
import { createElement, render, Fragment } from "../vendor/preact.mjs";
import htm from "../vendor/htm.mjs";

export { render, Fragment };
export { useEffect, useRef, useState, useLayoutEffect, useMemo } from "../vendor/hooks.mjs";

/** Tagged template that builds elements. What is put into it is text, never markup. */
export const html = htm.bind(createElement);

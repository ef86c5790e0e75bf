//! Do two trees have the same leaves, from left to right, whatever their forks? It’s easy if you list
//! all leaves of both first. But two large trees may differ in their first leaves.
//!
//! # Hint
//!
//! You need two walks that you can pause, each in the middle of its recursion: corosensei’s
//! `Coroutine`, with `walk` as its body, which suspends at each leaf.

use std::cell::Cell;
use std::rc::Rc;

/// A tree with numbers at its leaves. It counts how many of them were looked at.
pub enum Tree {
    Leaf(i32, Cell<u32>),
    Fork(Rc<Tree>, Rc<Tree>),
}

impl Tree {
    /// The number of a leaf, and that it was looked at.
    pub fn look(number: i32, looks: &Cell<u32>) -> i32 {
        looks.set(looks.get() + 1);
        number
    }
}

/// Whether both have the same numbers at their leaves, from left to right.
pub fn same_fringe(one: Rc<Tree>, other: Rc<Tree>) -> bool {
    // Your turn: it looks at all leaves of both before it compares the first two.
    let (mut these, mut those) = (Vec::new(), Vec::new());
    walk(&one, &mut |number| these.push(number));
    walk(&other, &mut |number| those.push(number));
    these == those
}

fn walk(tree: &Tree, visit: &mut impl FnMut(i32)) {
    match tree {
        Tree::Leaf(number, looks) => visit(Tree::look(*number, looks)),
        Tree::Fork(left, right) => {
            walk(left, visit);
            walk(right, visit);
        }
    }
}

// The test: the same for the solution.

fn leaf(number: i32) -> Rc<Tree> {
    Rc::new(Tree::Leaf(number, Cell::new(0)))
}

fn fork(left: &Rc<Tree>, right: &Rc<Tree>) -> Rc<Tree> {
    Rc::new(Tree::Fork(left.clone(), right.clone()))
}

fn looks(tree: &Tree) -> u32 {
    match tree {
        Tree::Leaf(_, looks) => looks.get(),
        Tree::Fork(left, right) => looks(left) + looks(right),
    }
}

/// The answer is right, and no leaf is looked at that isn’t needed.
pub fn test() {
    let tree = |[a, b, c, d]: [i32; 4]| fork(&fork(&leaf(a), &leaf(b)), &fork(&leaf(c), &leaf(d)));
    let chain = |[a, b, c, d]: [i32; 4]| fork(&leaf(a), &fork(&leaf(b), &fork(&leaf(c), &leaf(d))));
    let same = same_fringe(tree([1, 2, 3, 4]), chain([1, 2, 3, 4]));
    assert!(same, "Both have the leaves 1, 2, 3, 4, in this order.");
    let same = same_fringe(tree([1, 2, 3, 4]), chain([1, 2, 4, 3]));
    assert!(!same, "1, 2, 3, 4 and 1, 2, 4, 3 are not the same.");
    let same = same_fringe(tree([1, 2, 3, 4]), fork(&leaf(1), &leaf(2)));
    assert!(!same, "One has leaves that the other one has not.");
    let (left, right) = (tree([1, 2, 3, 4]), chain([1, 5, 3, 4]));
    assert!(!same_fringe(left.clone(), right.clone()), "2 and 5 are not the same.");
    let looked = looks(&left) + looks(&right);
    assert_eq!(looked, 4, "The second leaf decides it, so two leaves of each tree are enough.");
}

//! The category tree in memory.
//!
//! Always true of what is stored: every category leads to a root in at most `MAX_DEPTH` steps.

use infrasell_contracts::catalog::Category;
use infrasell_kernel::CategoryId;
use std::collections::HashMap;

/// A stored category, without its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub id: CategoryId,
    pub parent: Option<CategoryId>,
    pub handle: String,
    pub name: String,
    pub position: i64,
}

/// Where a category stands in tree order: its place at each level from the root down.
pub(crate) type Place = Vec<(i64, CategoryId)>;

/// All categories, in tree order: each before what is below it, siblings by position and then id.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    at: HashMap<CategoryId, usize>,
    order: Vec<usize>,
    children: HashMap<Option<CategoryId>, Vec<usize>>,
}

impl Tree {
    pub(crate) fn new(nodes: Vec<Node>) -> Self {
        let at = nodes.iter().enumerate().map(|(i, node)| (node.id, i)).collect();
        let mut children: HashMap<Option<CategoryId>, Vec<usize>> = HashMap::new();
        for (i, node) in nodes.iter().enumerate() {
            children.entry(node.parent).or_default().push(i);
        }
        for siblings in children.values_mut() {
            siblings.sort_unstable_by_key(|i| (nodes[*i].position, nodes[*i].id));
        }
        let mut tree = Tree { order: Vec::with_capacity(nodes.len()), nodes, at, children };
        tree.order = tree.preorder();
        tree
    }

    fn preorder(&self) -> Vec<usize> {
        let none = Vec::new();
        let below = |parent| self.children.get(&parent).unwrap_or(&none).iter().rev().copied();
        let mut order = Vec::with_capacity(self.nodes.len());
        let mut stack: Vec<usize> = below(None).collect();
        while let Some(i) = stack.pop() {
            order.push(i);
            stack.extend(below(Some(self.nodes[i].id)));
        }
        order
    }

    pub(crate) fn node(&self, id: CategoryId) -> Option<&Node> {
        self.at.get(&id).map(|i| &self.nodes[*i])
    }

    /// The category and what it stands under, up to the root. A cycle ends after as many steps as there are categories.
    fn upwards(&self, id: CategoryId) -> impl Iterator<Item = &Node> {
        std::iter::successors(self.node(id), |node| node.parent.and_then(|parent| self.node(parent)))
            .take(self.nodes.len())
    }

    /// The ids from the root down to `id`.
    pub(crate) fn ids_down_to(&self, id: CategoryId) -> Vec<CategoryId> {
        let mut ids: Vec<CategoryId> = self.upwards(id).map(|node| node.id).collect();
        ids.reverse();
        ids
    }

    /// The answer for `id`.
    pub(crate) fn category(&self, id: CategoryId) -> Option<Category> {
        let node = self.node(id)?;
        let mut path: Vec<String> = self.upwards(id).map(|node| node.name.clone()).collect();
        path.reverse();
        Some(Category {
            id: node.id,
            parent: node.parent,
            handle: node.handle.clone(),
            name: node.name.clone(),
            path,
            position: node.position,
        })
    }

    pub(crate) fn place(&self, id: CategoryId) -> Place {
        let mut place: Place = self.upwards(id).map(|node| (node.position, node.id)).collect();
        place.reverse();
        place
    }

    /// How many levels there are from the root to `id`.
    pub(crate) fn depth(&self, id: CategoryId) -> usize {
        self.upwards(id).count()
    }

    /// How many levels there are from `id` to the deepest below it, itself included.
    pub(crate) fn height(&self, id: CategoryId) -> usize {
        let mut height = 0;
        let mut level = vec![id];
        while !level.is_empty() && height <= self.nodes.len() {
            height += 1;
            let below = level.iter().filter_map(|id| self.children.get(&Some(*id))).flatten();
            level = below.map(|i| self.nodes[*i].id).collect();
        }
        height
    }

    /// Whether `id` is `above` or stands below it.
    pub(crate) fn is_within(&self, id: CategoryId, above: CategoryId) -> bool {
        self.upwards(id).any(|node| node.id == above)
    }

    /// Up to `most` ids behind `after` in tree order: the whole tree, or only what is right under `parent`.
    pub(crate) fn page(&self, parent: Option<CategoryId>, after: Option<&Place>, most: usize) -> Vec<CategoryId> {
        let none = Vec::new();
        let list = match parent {
            Some(_) => self.children.get(&parent).unwrap_or(&none),
            None => &self.order,
        };
        let start = after.map_or(0, |after| list.partition_point(|i| self.place(self.nodes[*i].id) <= *after));
        list[start..].iter().take(most).map(|i| self.nodes[*i].id).collect()
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The categories that no root leads to, or that stand too deep.
    pub(crate) fn misplaced(&self, max_depth: usize) -> Vec<CategoryId> {
        let mut reached = vec![false; self.nodes.len()];
        for i in &self.order {
            reached[*i] = self.depth(self.nodes[*i].id) <= max_depth;
        }
        (0..self.nodes.len()).filter(|i| !reached[*i]).map(|i| self.nodes[i].id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: i64) -> CategoryId {
        CategoryId::from_i64(n)
    }

    fn tree(rows: &[(i64, Option<i64>, i64)]) -> Tree {
        let node = |(n, parent, position): &(i64, Option<i64>, i64)| Node {
            id: id(*n),
            parent: parent.map(id),
            handle: format!("c{n}"),
            name: format!("C{n}"),
            position: *position,
        };
        Tree::new(rows.iter().map(node).collect())
    }

    #[test]
    fn tree_order_is_read_in_pages_of_any_size() {
        let tree =
            tree(&[(1, None, 5), (2, None, 0), (3, Some(1), 1), (4, Some(1), 0), (5, Some(4), 0), (6, Some(2), 0)]);
        let whole = [2, 6, 1, 4, 5, 3].map(id);
        for most in 1..=7 {
            let mut seen = Vec::new();
            let mut after = None;
            loop {
                let page = tree.page(None, after.as_ref(), most);
                let Some(last) = page.last() else { break };
                after = Some(tree.place(*last));
                seen.extend(page);
            }
            assert_eq!(seen, whole, "{most} a page");
        }
        assert_eq!(tree.page(Some(id(1)), None, 9), [4, 3].map(id));
        assert_eq!(tree.category(id(5)).unwrap().path, ["C1", "C4", "C5"]);
        assert_eq!((tree.depth(id(5)), tree.height(id(1)), tree.height(id(5))), (3, 3, 1));
        assert!(tree.is_within(id(5), id(1)) && !tree.is_within(id(1), id(5)));
    }

    #[test]
    fn a_cycle_is_found_and_does_not_hang() {
        let tree = tree(&[(1, None, 0), (2, Some(3), 0), (3, Some(2), 0)]);
        assert_eq!(tree.misplaced(10), [2, 3].map(id));
        assert_eq!(tree.misplaced(0), [1, 2, 3].map(id));
        assert!(tree.height(id(2)) >= 2);
        assert_eq!(tree.page(None, None, 9), [id(1)]);
    }
}

//! What the machine says of this process and of its disk; none where it does not say.

use std::path::Path;

/// The memory that this process has in use, in bytes (Linux).
#[must_use]
pub fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// The bytes that are free, for us, on the disk of a file or folder (Unix).
#[must_use]
pub fn free(path: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let disk = rustix::fs::statvfs(path).ok()?;
        Some(disk.f_bavail.saturating_mul(disk.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// The size of a SQLite file with its log and its index of the log, in bytes.
#[must_use]
pub fn store_size(path: &Path) -> u64 {
    ["", "-wal", "-shm"]
        .iter()
        .map(|ending| {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            std::fs::metadata(name).map_or(0, |file| file.len())
        })
        .sum()
}

/// `4 KiB`, `12 MiB`, `3.4 GiB`: a size for people, rounded up.
#[must_use]
pub fn size(bytes: u64) -> String {
    const GIB: u64 = 1 << 30;
    match bytes {
        0..0x10_0000 => format!("{} KiB", bytes.div_ceil(1 << 10)),
        0x10_0000..GIB => format!("{} MiB", bytes.div_ceil(1 << 20)),
        _ => {
            let tenths = bytes.saturating_mul(10).div_ceil(GIB);
            format!("{}.{} GiB", tenths / 10, tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_for_people() {
        for (bytes, said) in [
            (0, "0 KiB"),
            (1, "1 KiB"),
            (300 << 10, "300 KiB"),
            (5 << 20, "5 MiB"),
            ((3 << 30) + (1 << 29), "3.5 GiB"),
            ((3 << 30) + 1, "3.1 GiB"),
        ] {
            assert_eq!(size(bytes), said);
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn this_machine_says_what_it_has() {
        assert!(resident().is_some_and(|bytes| bytes > 1 << 20));
        assert!(free(Path::new("/")).is_some());
        assert_eq!(free(Path::new("/no/such/folder")), None);
    }
}

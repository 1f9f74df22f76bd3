// What orders an inventory: folders, resource pools with a share of their cluster, datastore clusters. The packaged model makes
// pools and pods, and leaves them empty; what pools use is never told.
package simulator

import "github.com/vmware/govmomi/vim25/types"

// labStructure: in each datacenter a folder with every second VM, in each pool every third VM of its cluster, in each pod the first
// half of the datastores.
func labStructure() {
	for _, e := range Map.All("Datacenter") {
		dc := e.(*Datacenter)
		labFolder(dc)
		labPods(dc)
	}
	for _, e := range Map.All("ClusterComputeResource") {
		c := e.(*ClusterComputeResource)
		if root, ok := Map.Get(*c.ResourcePool).(*ResourcePool); ok {
			labPools(root)
		}
	}
	labPoolUsage()
}

func labFolder(dc *Datacenter) {
	vms, ok := Map.Get(dc.VmFolder).(*Folder)
	if !ok || Map.content().About.ApiType == "HostAgent" { // a single host has no folders
		return
	}
	folder := &Folder{}
	folder.Name, folder.ChildType = "Workloads", vms.ChildType
	machines := append([]types.ManagedObjectReference(nil), vms.ChildEntity...)
	folderPutChild(internalContext, &vms.Folder, folder)
	for i, ref := range machines {
		if vm, ok := Map.Get(ref).(*VirtualMachine); ok && i%2 == 1 {
			folderRemoveChild(internalContext, &vms.Folder, ref)
			folderPutChild(internalContext, &folder.Folder, vm)
		}
	}
}

func labPods(dc *Datacenter) {
	folder, ok := Map.Get(dc.DatastoreFolder).(*Folder)
	if !ok {
		return
	}
	var pods []*StoragePod
	var stores []*Datastore
	seen := map[types.ManagedObjectReference]bool{} // the packaged model names a datastore once for each of its hosts
	for _, ref := range folder.ChildEntity {
		switch o := Map.Get(ref).(type) {
		case *StoragePod:
			pods = append(pods, o)
		case *Datastore:
			if !seen[ref] {
				stores = append(stores, o)
			}
			seen[ref] = true
		}
	}
	if len(pods) == 0 {
		return
	}
	for i, ds := range stores[:(len(stores)+1)/2] {
		pod := pods[i%len(pods)]
		for FindReference(folder.ChildEntity, ds.Self) != nil {
			folderRemoveChild(internalContext, &folder.Folder, ds.Self)
		}
		folderPutChild(internalContext, &pod.Folder, ds)
		pod.Summary.Name = pod.Name
		pod.Summary.Capacity += ds.Summary.Capacity
		pod.Summary.FreeSpace += ds.Summary.FreeSpace
	}
	for _, pod := range pods {
		pod.PodStorageDrsEntry.StorageDrsConfig.PodConfig.DefaultVmBehavior = "manual"
	}
}

func labPools(root *ResourcePool) {
	machines := append([]types.ManagedObjectReference(nil), root.Vm...)
	for n, ref := range root.ResourcePool.ResourcePool {
		pool, ok := Map.Get(ref).(*ResourcePool)
		if !ok {
			continue
		}
		pool.Config.CpuAllocation = labAllocation(10400, 41600, types.SharesLevelHigh, 8000)
		pool.Config.MemoryAllocation = labAllocation(16384, -1, types.SharesLevelNormal, 163840)
		for i, vm := range machines {
			if o, ok := Map.Get(vm).(*VirtualMachine); ok && i%(3*len(root.ResourcePool.ResourcePool)) == 3*n {
				labMove(o, nil, ref2(pool.Self), nil)
			}
		}
	}
}

// labAllocation: MHz or MB; a limit of -1 is none.
func labAllocation(reservation, limit int64, level types.SharesLevel, shares int32) types.ResourceAllocationInfo {
	return types.ResourceAllocationInfo{Reservation: &reservation, Limit: &limit, ExpandableReservation: types.NewBool(true),
		Shares: &types.SharesInfo{Level: level, Shares: shares}}
}

// labPoolUsage: what a pool uses is the sum over its VMs and over the pools in it.
func labPoolUsage() {
	for _, e := range Map.All("ClusterComputeResource") {
		if root, ok := Map.Get(*e.(*ClusterComputeResource).ResourcePool).(*ResourcePool); ok {
			labUsageOf(root)
		}
	}
}

func labUsageOf(pool *ResourcePool) (cpu, mem int64) {
	for _, ref := range pool.Vm {
		if vm, ok := Map.Get(ref).(*VirtualMachine); ok {
			cpu += int64(vm.Summary.QuickStats.OverallCpuUsage)
			mem += int64(vm.Summary.QuickStats.HostMemoryUsage) << 20
		}
	}
	for _, ref := range pool.ResourcePool.ResourcePool {
		if child, ok := Map.Get(ref).(*ResourcePool); ok {
			c, m := labUsageOf(child)
			cpu, mem = cpu+c, mem+m
		}
	}
	if limit := pool.Config.CpuAllocation.Limit; limit != nil && *limit >= 0 && cpu > *limit {
		cpu = *limit
	}
	now := pool.Runtime
	now.Cpu.OverallUsage, now.Memory.OverallUsage = cpu, mem
	if now != pool.Runtime {
		Map.WithLock(pool, func() { Map.Update(pool, []change{{Name: "runtime", Val: now}}) })
	}
	return
}
